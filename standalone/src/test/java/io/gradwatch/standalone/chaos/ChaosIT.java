package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of chaos: a few faults of separate processes. The long form is the command {@code standalone/chaos}.
 */
class ChaosIT {

    private static final long SEED = 1265;

    /** Faults that the seed draws; another one may be needed where the list of targets changes. */
    private static final List<String> FAULTS = List.of(
            "KILL of taskmanager",
            "KILL of fleet",
            "KILL of alerting",
            "CUT of detection",
            "CUT of fleet",
            "HANG of mail",
            "RATE_LIMIT of slack");

    private static final Pattern FAULT = Pattern.compile("fault \\d+: (\\w+ of \\w+) .*; over after");

    @TempDir
    private Path folder;

    @Test
    void faultsOfSeparateParts_loseNothing_andNobodyIsToldTwice() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChaosSettings settings = new ChaosSettings(ChaosForm.PARTS, SEED, FAULTS.size(), Duration.ofMinutes(10));
        boolean passed = new Chaos(settings, new PrintStream(out, true, StandardCharsets.UTF_8)).run(folder);
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(passed).as(said).isTrue();
        assertThat(FAULT.matcher(said).results().map(match -> match.group(1)))
                .as(said)
                .containsExactlyInAnyOrderElementsOf(FAULTS);
    }
}
