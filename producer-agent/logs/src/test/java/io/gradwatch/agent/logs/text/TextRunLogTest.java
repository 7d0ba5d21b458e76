package io.gradwatch.agent.logs.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextRunLogTest {

    @TempDir
    Path folder;

    @Test
    void evaluationBeforeTheFirstRowOfANamedPattern_isLeftOut() throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.log"), "Validation loss: 3.5\nmy step 1 loss 2.5\nmy step 2 loss 2.25\n");
        LogReading how =
                new LogReading(Optional.empty(), SignalMap.none(), Optional.of(TextPattern.parse("tacotron2")));

        assertThat(rows(file, how)).isEmpty();
        assertThat(rows(
                        Files.writeString(
                                file,
                                "Validation loss: 3.5\nTrain loss 1 2.5 Grad Norm 0.5\nTrain loss 2 2.25 Grad Norm 0.5\n"),
                        how))
                .extracting(LogRow::step)
                .containsExactly(1L, 2L);
    }

    @Test
    void stepOfATableThatIsNotFinite_isReadOrLeftOut() {
        Logs.Reading read = Logs.read(
                folder,
                "run.log",
                "| step | loss | lr |\n| 1 | 2.5 | 0.1 |\n| nan | 2.25 | 0.1 |\n| 3 | 2.0 | 0.1 |\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.events().toString()).contains("\"loss\": 2.5", "\"loss\": 2.0");
    }

    @Test
    void lastAnnouncedEpoch_endsTheTraining_andTheNextRowBeginsAnother() {
        Logs.Reading read = Logs.read(folder, "run.log", """
                Epoch 1/2
                10/10 - 1s - loss: 2.5
                Epoch 2/2
                10/10 - 1s - loss: 2.25
                Epoch 1/2
                10/10 - 1s - loss: 2.0
                """);

        assertThat(read.rows()).extracting(LogRow::attempt).containsExactly(0, 0, 1);
    }

    private static List<LogRow> rows(Path file, LogReading how) throws Exception {
        List<LogRow> rows = new ArrayList<>();
        try (RunLog log = LogFormat.open(file, "run", how)) {
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                rows.add(row.get());
            }
        } catch (UnreadableLogException e) {
            assertThat(e).hasMessageContaining("has no lines of a training");
        }
        return rows;
    }
}
