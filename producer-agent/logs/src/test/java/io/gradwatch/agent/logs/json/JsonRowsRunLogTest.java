package io.gradwatch.agent.logs.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsRunLogTest {

    private static final String HISTORY =
            "{\n  \"loss\": [2.5, 1.5, NaN],\n  \"val_loss\": [2.0, 1.75],\n  \"name\": \"a\"\n}\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"step\": 0, \"loss\": 2.5}, {\"step\": 1, \"loss\": \"1.5\"}]",
                "[\n {\"step\": 0, \"loss\": 2.5},\n {\"step\": 1, \"loss\": 1.5}\n]\n",
                "{\"loss\": [2.5, 1.5]}",
                "{\"train\": {\"loss\": [2.5, 1.5]}, \"note\": [\"a\"]}",
                "{\n \"history\": [{\"loss\": 2.5}, {\"loss\": 1.5}]\n}",
                "{\n \"0\": {\"loss\": 2.5},\n \"1\": {\"loss\": 1.5}\n}",
                "{\"0\": {\"loss\": 2.5}, \"1\": {\"loss\": 1.5}}",
                "{\"metadata\": {\"git\": \"abc\"}, \"history\": {\"epoch\": [0, 1], \"loss\": [2.5, 1.5]}}",
                "[{\"id\": \"a\", \"message\": \"step 0 loss 2.5\"},\n{\"id\": \"b\", \"message\": \"step 1 loss 1.5\"}]",
                "{\n \"step\": 0,\n \"loss\": 2.5\n}\n{\n \"step\": 1,\n \"loss\": 1.5\n}\n"
            })
    void rowsInAnyShape_readTheSame(String content) {
        Logs.Reading read = Logs.read(folder, "log.json", content);

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 1L);
        assertThat(read.events())
                .extracting(event -> ((Step) event.getEvent()).getLoss())
                .containsExactly(2.5, 1.5);
    }

    @Test
    void listsOfDifferentLengths_areOfTheFirstRows() {
        Logs.Reading read = Logs.read(folder, "history.json", HISTORY);

        assertThat(read.rows()).extracting(row -> row.events().size()).containsExactly(2, 2, 1);
        assertThat(((Step) read.rows().get(2).events().get(0).getEvent()).getLoss())
                .isNaN();
        assertThat(((Evaluation) read.rows().get(1).events().get(1).getEvent()).getLoss())
                .isEqualTo(1.75);
    }

    @Test
    void cutAnywhere_isAProblemOrTheSame() {
        byte[] whole = HISTORY.getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < whole.length - 2; cut++) {
            Logs.Reading read = Logs.read(folder, "history.json", Arrays.copyOf(whole, cut));
            assertThat(read.problem()).as("cut at %d", cut).isPresent();
            assertThat(read.rows()).isEmpty();
        }
    }

    @Test
    void whatIsNoLog_isAProblem() {
        assertThat(Logs.read(folder, "package.json", "{\n \"name\": \"a\",\n \"files\": [\"b\", \"c\"]\n}")
                        .problem())
                .get()
                .asString()
                .contains("names none of step");
        assertThat(Logs.read(folder, "deep.json", "[" + "{\"a\":".repeat(100) + "1" + "}".repeat(100) + "]")
                        .problem())
                .get()
                .asString()
                .contains("is not whole JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'loss': [2.5, nan, 1.5], 'val_loss': [2.25, None, inf]}",
                "{'loss': [2.5,\n  nan,\n  1.5],\n 'val_loss': [2.25, None, inf]}\n",
                "{'loss': [np.float64(2.5), np.float64(nan), np.float64(1.5)], 'val_loss': [array(2.25, dtype=float32), None,"
                        + " inf]}"
            })
    void listsAsPythonPrintsThem_areRows(String content) {
        Logs.Reading read = Logs.read(folder, "history.txt", content);

        assertThat(read.problem()).isEmpty();
        assertThat(read.events().stream()
                        .map(event -> event.getEvent())
                        .filter(Step.class::isInstance)
                        .map(event -> ((Step) event).getLoss()))
                .containsExactly(2.5, Double.NaN, 1.5);
        assertThat(read.events().stream()
                        .map(event -> event.getEvent())
                        .filter(Evaluation.class::isInstance)
                        .map(event -> ((Evaluation) event).getLoss()))
                .containsExactly(2.25, Double.POSITIVE_INFINITY);
    }
}
