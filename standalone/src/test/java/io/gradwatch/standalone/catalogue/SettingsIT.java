package io.gradwatch.standalone.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.standalone.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    @Test
    void whatIsSet_isShown_changed_andTakenBack() throws Exception {
        String kafka = "--kafka=" + KAFKA.bootstrapServers();
        assertThat(CommandRun.of("detectors", kafka, "--project", "digits").out())
                .isEqualToNormalizingNewlines("project digits: nothing is set\n");
        CommandRun set = CommandRun.of(
                "detectors", kafka, "--project", "digits", "--set", "plateau.improvement=0.02", "--disable", "plateau");
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
