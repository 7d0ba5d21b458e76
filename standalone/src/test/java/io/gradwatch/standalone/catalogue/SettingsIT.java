package io.gradwatch.standalone.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsIT {

    @TempDir
    Path folder;

    @Test
    void whatIsSet_isShown_changed_andTakenBack() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(folder, 0)) {
            broker.start();
            String kafka = "--kafka=" + broker.bootstrapServers();
            TopicSetup.createMissing(broker.bootstrapServers(), 2, (short) 1);

            assertThat(CommandRun.of("detectors", kafka, "--project", "digits").out())
                    .isEqualToNormalizingNewlines("project digits: nothing is set\n");
            CommandRun set = CommandRun.of(
                    "detectors",
                    kafka,
                    "--project",
                    "digits",
                    "--set",
                    "plateau.improvement=0.02",
                    "--disable",
                    "plateau");
            assertThat(set.code()).isZero();
            assertThat(set.out())
                    .isEqualToNormalizingNewlines(
                            "project digits:\n  plateau.improvement = 0.02\n  plateau is switched off\n");
            CommandRun.of("detectors", kafka, "--project", "digits", "--set", "stalled-loss.repeats=9");
            assertThat(CommandRun.of("detectors", kafka, "--json", "--project", "digits")
                            .out()
                            .strip())
                    .isEqualTo("{\"project\":\"digits\",\"values\":{\"plateau.improvement\":0.02,"
                            + "\"stalled-loss.repeats\":9.0},\"disabled\":[\"plateau\"]}");
            assertThat(CommandRun.of("detectors", kafka, "--run", "digits", "--settings")
                            .out())
                    .contains("run digits: nothing is set");
            assertThat(CommandRun.of(
                                    "detectors",
                                    kafka,
                                    "--project",
                                    "digits",
                                    "--unset",
                                    "plateau.improvement",
                                    "--unset",
                                    "stalled-loss.repeats",
                                    "--enable",
                                    "plateau")
                            .out())
                    .contains("nothing is set");
        }
    }
}
