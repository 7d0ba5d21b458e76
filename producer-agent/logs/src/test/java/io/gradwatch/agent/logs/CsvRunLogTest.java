package io.gradwatch.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvRunLogTest {

    @TempDir
    Path folder;

    @Test
    void rowsOfTheFormat_becomeStepsAndEvaluations() {
        Logs.Reading read = Logs.read(folder, "run.csv", Logs.CSV);

        assertThat(read.problem()).isEmpty();
        assertThat(read.started().getEvent()).isInstanceOf(RunStarted.class);
        assertThat(read.rows()).extracting(LogRow::number).containsExactly(0L, 1L, 2L, 3L);
        assertThat(read.rows()).extracting(row -> row.events().size()).containsExactly(1, 2, 1, 1);
        assertThat(read.rows().get(0).events().get(0).getEvent())
                .isEqualTo(Step.newBuilder()
                        .setStep(10)
                        .setEpoch(0.5)
                        .setLoss(2.25)
                        .setGradientNorm(1.5)
                        .setLearningRate(0.001)
                        .setTensors(List.of())
                        .setMetrics(Map.of("accuracy", 0.5))
                        .build());
        assertThat(read.rows().get(2).events().get(0).getEvent())
                .isEqualTo(Evaluation.newBuilder()
                        .setStep(20)
                        .setEpoch(1.0)
                        .setSplit(Split.TRAIN_VAL)
                        .setLoss(1.85)
                        .setMetrics(Map.of("accuracy", 0.61))
                        .setErrorTypes(List.of())
                        .build());
        Step last = (Step) read.rows().get(3).events().get(0).getEvent();
        assertThat(last.getLoss()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(last.getGradientNorm()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(last.getMetrics()).isEmpty();
    }

    @Test
    void records_areOneSessionInOrder() {
        Logs.Reading read = Logs.read(folder, "run.csv", Logs.CSV);

        assertThat(read.started().getOrigin().getSequence()).isZero();
        assertThat(read.events())
                .extracting(event -> event.getOrigin().getSequence())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(read.events()).extracting(Telemetry::getOrigin).allSatisfy(origin -> {
            assertThat(origin.getRunId()).isEqualTo("run");
            assertThat(origin.getTimestampMillis()).isZero();
        });
    }

    @Test
    void unknownColumns_areMetricsWhereTheyAreNumbers() {
        Logs.Reading read = Logs.read(
                folder, "run.csv", "step,loss,perplexity,note,val_f1\n1,0.5,1.65,\"good, so far\",0.25\n2,0.4,,,\n");

        Step first = (Step) read.rows().get(0).events().get(0).getEvent();
        assertThat(first.getLoss()).isEqualTo(0.5);
        assertThat(first.getMetrics()).isEqualTo(Map.of("perplexity", 1.65));
        assertThat(((Evaluation) read.rows().get(0).events().get(1).getEvent()).getMetrics())
                .isEqualTo(Map.of("f1", 0.25));
        assertThat(read.rows().get(1).events()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            epoch,train_loss;1,2;2,1             | 1 2
            epoch,train_loss;0.5,2;1.0,1         | 0 1
            step,epoch,train_loss;,3,2;,4,1      | 3 4
            train_loss;2;1                       | 0 1
            step,val_loss;7,2;,1                 | 7 7
            step,train_loss;1e3,2;2000.0,1       | 1000 2000
            """)
    void stepIsBlank_isTheEpochOrTheRow(String rows, String steps) {
        Logs.Reading read = Logs.read(folder, "run.csv", rows.replace(';', '\n') + "\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows().stream().map(row -> Long.toString(row.step())).reduce((a, b) -> a + " " + b))
                .contains(steps);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            step,train_loss;1,2;2,abc;3,1        | 1 | :3: train_loss was 'abc'; expected a number, nan, inf or nothing
            step,train_loss;1,2;2,0x1p3          | 1 | :3: train_loss was '0x1p3'; expected a number
            step,train_loss;1,2;-1,2             | 1 | :3: step was '-1'; expected a whole number from 0
            step,train_loss;1.5,2                | 0 | :2: step was '1.5'; expected a whole number from 0
            step,train_loss;1,2;2                | 1 | :3: has 1 columns; expected 2, as the heading has
            step,train_loss;1,2;2,1,7            | 1 | :3: has more than the 2 columns of the heading
            step,train_loss;;1,2;;2              | 1 | :5: has 1 columns; expected 2
            a,b;1,2                              | 0 | :1: names none of the columns step, epoch, train_loss
            step,Step;1,2                        | 0 | :1: names the column 'step' twice
            step,train_loss;1,"2                 | 0 | :2: is not CSV
            """)
    void rowIsWrong_saysWhereAndWhat_afterTheRowsBefore(String content, int rowsBefore, String problem) {
        Logs.Reading read = Logs.read(folder, "run.csv", content.replace(';', '\n') + "\n");

        assertThat(read.rows()).hasSize(rowsBefore);
        assertThat(read.problem()).get().asString().contains("run.csv" + problem);
    }

    @Test
    void otherLineEndsAndByteOrderMark_readTheSame() {
        Logs.Reading plain = Logs.read(folder, "plain.csv", Logs.CSV);

        assertThat(Logs.read(folder, "marked.csv", "\uFEFF" + Logs.CSV).rows()).isEqualTo(plain.rows());
        assertThat(Logs.read(folder, "crlf.csv", Logs.CSV.replace("\n", "\r\n")).rows())
                .isEqualTo(plain.rows());
        assertThat(Logs.read(folder, "noEnd.log", Logs.CSV.stripTrailing()).rows())
                .isEqualTo(plain.rows());
    }

    @Test
    void latin1_isRefusedAtItsLine() {
        byte[] content = "step,train_loss,note\n1,2,ok\n2,1,M\u00fcnchen\n".getBytes(StandardCharsets.ISO_8859_1);

        Logs.Reading read = Logs.read(folder, "run.csv", content);

        assertThat(read.rows()).hasSize(1);
        assertThat(read.problem()).get().asString().contains("run.csv:3: has bytes that are not UTF-8");
    }

    @Test
    void lineOfTenMegabytes_isRefused() {
        String digits = "9".repeat(10 << 20);
        String cells = "1,".repeat(5 << 20);

        Logs.Reading oneCell = Logs.read(folder, "cell.csv", "step,train_loss\n1,2\n2," + digits + "\n3,1\n");
        Logs.Reading manyCells = Logs.read(folder, "cells.csv", "step,train_loss\n1,2\n" + cells + "\n3,1\n");
        Logs.Reading heading = Logs.read(folder, "heading.csv", "step," + cells + "\n");

        assertThat(oneCell.rows()).hasSize(1);
        assertThat(oneCell.problem())
                .get()
                .asString()
                .contains("cell.csv:3: is not CSV")
                .hasSizeLessThan(400);
        assertThat(manyCells.rows()).hasSize(1);
        assertThat(manyCells.problem()).get().asString().contains(":3: has more than the 2 columns");
        assertThat(heading.problem()).get().asString().contains(":1: ");
    }

    @Test
    void millionRows_areReadOneAtATime() throws Exception {
        Path file = folder.resolve("long.csv");
        int rows = 1_000_000;
        write(file, rows);

        long read = 0;
        try (RunLog log = LogFormats.open(file, "run", SignalMap.none())) {
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                read = row.get().number() + 1;
            }
        }

        assertThat(read).isEqualTo(rows);
    }

    private static void write(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("step,train_loss\n");
            for (int i = 0; i < rows; i++) {
                out.write(i + ",0.5\n");
            }
        }
    }
}
