package io.gradwatch.standalone.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.CommandRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that are refused before Kafka is asked. */
class SilenceCommandTest {

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(List.of(), "at least one of --run"),
                Arguments.of(List.of("--run", "/(/"), "run was '/(/' but must be a name"),
                Arguments.of(List.of("--project", "*", "--run", "/.*/"), "nearly everything"),
                Arguments.of(List.of("--project", ""), "project must have 1 to 500 characters but has 0"),
                Arguments.of(List.of("--project", "x".repeat(501)), "but has 501"),
                Arguments.of(List.of("--severity", "warn"), "one of info, warning, critical"),
                Arguments.of(List.of("--class", "nan", "--for", "31d"), "within 30 days"),
                Arguments.of(List.of("--class", "nan", "--for", "0s"), "end after it starts"),
                Arguments.of(List.of("--class", "nan", "--for", "soon"), "'soon'"),
                Arguments.of(List.of("--class", "nan", "--comment", "x".repeat(1_001)), "comment must have"),
                Arguments.of(List.of("--class", "nan", "--by", "x".repeat(201)), "createdBy must have"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoSilence_exitsWith2AndSaysWhatWasExpected(List<String> options, String expected) {
        CommandRun run =
                CommandRun.of(Stream.concat(Stream.of("silence", "add", "--kafka=127.0.0.1:1"), options.stream())
                        .toArray(String[]::new));

        assertThat(run.err()).contains(expected);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void subcommands_haveHelpWithAnExample() {
        for (String name : List.of("add", "query", "expire")) {
            assertThat(CommandRun.of("silence", name, "--help").out())
                    .contains("Example", "  gradwatch silence " + name);
        }
        assertThat(CommandRun.of("silence").code()).isEqualTo(2);
        assertThat(CommandRun.of("ack", "--undo").code()).isEqualTo(2);
    }
}
