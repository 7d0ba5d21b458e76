package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of chaos: a few faults of separate processes. The long form is the command {@code standalone/chaos}.
 */
class ChaosIT {

    /**
     * Its faults: the TaskManager, the fleet and alerting are killed, the lines of detection and the fleet are cut, the
     * mail server hangs, and Slack asks for time.
     */
    private static final long SEED = 1265;

    private static final int FAULTS = 7;

    @TempDir
    private Path folder;

    @Test
    void faultsOfSeparateParts_loseNothing_andNobodyIsToldTwice() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChaosSettings settings = new ChaosSettings(ChaosForm.PARTS, SEED, FAULTS, Duration.ofMinutes(10));
        boolean passed = new Chaos(settings, new PrintStream(out, true, StandardCharsets.UTF_8)).run(folder);
        assertThat(passed).as(out.toString(StandardCharsets.UTF_8)).isTrue();
    }
}
