package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of chaos: a few faults of each form. The long form is the command {@code standalone/chaos}. */
class ChaosIT {

    /** Its faults are a kill of Kafka, of the TaskManager and of alerting, lines that are cut or hang, and a Slack that fails. */
    private static final long SEED_OF_PARTS = 7;

    private static final int FAULTS = 8;

    @TempDir
    private Path folder;

    @Test
    void faultsOfSeparateParts_loseNothing_andNobodyIsToldTwice() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChaosSettings settings =
                new ChaosSettings(ChaosForm.PARTS, SEED_OF_PARTS, FAULTS, Duration.ofMinutes(10));
        boolean passed = new Chaos(settings, new PrintStream(out, true, StandardCharsets.UTF_8)).run(folder);
        System.out.println(out.toString(StandardCharsets.UTF_8));
        assertThat(passed).as(out.toString(StandardCharsets.UTF_8)).isTrue();
    }
}
