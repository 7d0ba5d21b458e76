package io.gradwatch.standalone.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.fleet.NoteWords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command without a fleet, and the list that it prints. */
class NoteCommandTest {

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(List.of("note"), "RUN"),
                Arguments.of(List.of("note", "a", "--step", "3"), "a text is missing"),
                Arguments.of(List.of("note", "a", "--step", "x", "text"), "'x' is not a long"),
                Arguments.of(List.of("note", "a", "text", "--remove", "1"), "--remove goes with a run alone"),
                Arguments.of(List.of("note", "a", "--change", "1"), "--change needs a text"),
                Arguments.of(List.of("note", "a", "text", "--change", "1", "--step", "3"), "leaves the place"));
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

    @Test
    void help_hasExamples() {
        assertThat(CommandRun.of("note", "--help").out()).contains("Example", "  gradwatch note digits-7f3a");
    }

    @Test
    void list_saysThePlaceOfEach_andShowsNoControlCharacters() throws Exception {
        StringWriter text = new StringWriter();
        NoteWords.table(new ObjectMapper().readTree("""
                        [{"id": "1", "series": "", "step": null, "last_step": null, "text": "first\\u001b[2J run",
                          "by": "ada", "at_millis": 1793664000000},
                         {"id": "2", "series": "", "step": 1200, "last_step": null, "text": "b", "by": "ada",
                          "at_millis": 1793664001000},
                         {"id": "3", "series": "loss", "step": 5, "last_step": 9, "text": "c", "by": "ada",
                          "at_millis": 1793664002000}]""")).print(new PrintWriter(text));

        assertThat(text.toString())
                .doesNotContain("\u001b")
                .contains("2026-11-03T00:00:00Z", "step 1,200", "loss, steps 5 to 9");
    }
}
