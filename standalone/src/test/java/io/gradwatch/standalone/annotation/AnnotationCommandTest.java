package io.gradwatch.standalone.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.CommandRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are refused before a fleet is asked. */
class AnnotationCommandTest {

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(List.of("comment"), "ALERT"),
                Arguments.of(List.of("comment", "a", "text", "--remove", "1"), "give one of them"),
                Arguments.of(List.of("comment", "http://m/runs/a"), "is no address of an alert"),
                Arguments.of(List.of("acknowledge", "http://m/runs/a"), "is no address of an alert"),
                Arguments.of(List.of("alerts", "http://m/runs/a"), "is no address of an alert"),
                Arguments.of(List.of("assign", "a"), "say who looks after it, or --undo"),
                Arguments.of(List.of("assign", "a", "ada", "--undo"), "say who looks after it, or --undo"),
                Arguments.of(List.of("useful", "a", "maybe"), "the vote was 'maybe' but must be yes or no"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotUnderstood_exitsWith2AndSaysWhatWasExpected(List<String> arguments, String expected) {
        CommandRun run = CommandRun.of(Stream.concat(arguments.stream(), Stream.of("--server=http://127.0.0.1:1"))
                .toArray(String[]::new));

        assertThat(run.err()).contains(expected);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"comment", "assign", "useful", "feedback"})
    void everyCommand_hasHelpWithAnExample(String name) {
        assertThat(CommandRun.of(name, "--help").out()).contains("Example", "  gradwatch " + name);
    }
}
