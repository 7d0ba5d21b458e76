package io.gradwatch.agent.logs.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
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
import org.junit.jupiter.params.provider.ValueSource;

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
    void lossesWithWordsThatNobodyKnows_areNotSummed() {
        Logs.Reading read = Logs.read(folder, "run.csv", "step,teacher_loss,student_loss\n1,2,4\n2,1,3\n");

        assertThat(((Step) read.rows().get(0).events().get(0).getEvent()).getLoss())
                .isEqualTo(2);
    }

    @Test
    void shortWordsForTheData_areKnown() {
        Logs.Reading read = Logs.read(folder, "run.csv", "ep,tr_loss,va_loss\n0,2,3\n1,1,2\n");

        assertThat(((Step) read.rows().get(0).events().get(0).getEvent()).getLoss())
                .isEqualTo(2);
        assertThat(((Evaluation) read.rows().get(0).events().get(1).getEvent()).getLoss())
                .isEqualTo(3);
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
            step,train_loss;1,2;2,abc;3,1        | 2 | :3: train_loss was 'abc'; expected a number, nan, inf or nothing
            step,train_loss;1,2;2,0x1p3;3,1      | 2 | :3: train_loss was '0x1p3'; expected a number
            step,train_loss;1,2;-1,2             | 1 | :3: step was '-1'; expected a whole number from 0
            step,train_loss;1,2;2;3,1            | 2 | :3: has 1 columns; expected 2, as the heading has
            step,train_loss;1,2;2,1,7            | 1 | :3: has 3 columns; expected 2, as the heading has
            step,train_loss;;1,2;;2              | 1 | :5: has 1 columns; expected 2
            """)
    void rowIsWrong_isLeftOutAndTold_andTheRestIsRead(String content, int rows, String problem) {
        Logs.Reading read = Logs.read(folder, "run.csv", content.replace(';', '\n') + "\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).hasSize(rows);
        assertThat(read.understanding().leftOut()).isEqualTo(1);
        assertThat(read.understanding().hints()).anyMatch(hint -> hint.contains("run.csv" + problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            step,train_loss;1.5,2                | :2: step was '1.5'; expected a whole number from 0
            step,train_loss;1;2;3                | :2: has 1 columns; expected 2
            a,b;1,2                              | :1: names none of the columns step, epoch, train_loss
            """)
    void nothingCanBeRead_isAProblem(String content, String problem) {
        Logs.Reading read = Logs.read(folder, "run.csv", content.replace(';', '\n') + "\n");

        assertThat(read.rows()).isEmpty();
        assertThat(read.problem()).get().asString().contains("run.csv" + problem);
    }

    @Test
    void nothingButAHeading_isNoRow() {
        Logs.Reading read = Logs.read(folder, "run.csv", "step,train_loss\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            # a comment;step,loss;1,2;# another;2,1            ~ comments.csv
            #step,loss;1,2;2,1                                 ~ commented-heading.csv
            step|loss;1|2;2|1                                  ~ bars.csv
            step   loss;  1      2;  2      1                  ~ blanks.csv
            step ,   loss ;   1,  2 ;   2,  1                  ~ padded.csv
            ,step,loss;0,1,2;1,2,1                             ~ index.csv
            step,loss;0,1,2;1,2,1                              ~ index-without-name.csv
            step,loss [nats];1,2;2,1                           ~ unit.csv
            step,Train Loss (nats);1,2;2,1                     ~ words.csv
            step,loss,;1,2,;2,1,                               ~ trailing.csv
            1,2;2,1                                            ~ no-heading.csv
            "Wall time",Step,Value;1700000000.5,1,2;1700000001.5,2,1 ~ run-a-tag-train_loss.csv
            Step,a - loss,a - loss__MIN,a - loss__MAX;1,2,0,9;2,1,0,9 ~ exported.csv
            step,loss,loss;1,2,7;2,1,7                         ~ twice.csv
            """)
    void tablesOfOtherForms_readTheSame(String content, String name) {
        Logs.Reading read = Logs.read(folder, name, content.replace(';', '\n') + "\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(1L, 2L);
        assertThat(read.events())
                .extracting(event -> ((Step) event.getEvent()).getLoss())
                .containsExactly(2.0, 1.0);
    }

    @Test
    void decimalCommas_areNumbersWhereCommasDoNotSeparate() {
        Logs.Reading read = Logs.read(folder, "run.csv", "step;loss;lr\n1;2,5;1,5e-3\n2;nan;\n");

        Step first = (Step) read.events().get(0).getEvent();
        assertThat(first.getLoss()).isEqualTo(2.5);
        assertThat(first.getLearningRate()).isEqualTo(0.0015);
    }

    @Test
    void headingInTheMiddle_beginsTheNextAttempt() {
        Logs.Reading read = Logs.read(folder, "run.csv", "loss,lr\n3,1\n2,1\nloss,lr\n3,1\nstep,loss,lr\n5,4,1\n");

        assertThat(read.rows()).extracting(LogRow::attempt).containsExactly(0, 0, 1, 2);
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 1L, 0L, 5L);
    }

    @Test
    void valuesThatSayNothing_areNoValues() {
        Logs.Reading read = Logs.read(folder, "run.csv", "step,loss,val_loss\n1,2,-\n2,1,None\n3,null,N/A\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.understanding().leftOut()).isZero();
        assertThat(read.rows()).extracting(row -> row.events().size()).containsExactly(1, 1, 1);
    }

    @Test
    void termsOfTheLoss_areItsSum_whereTheRowHasAll() {
        Logs.Reading read = Logs.read(
                folder,
                "run.csv",
                "epoch, train/box_loss, train/cls_loss, val/box_loss, val/cls_loss\n1, 1, 2, 3, 4\n2, 1, , 3, 4\n");

        assertThat(((Step) read.rows().get(0).events().get(0).getEvent()).getLoss())
                .isEqualTo(3);
        assertThat(((Step) read.rows().get(1).events().get(0).getEvent()).getLoss())
                .isNull();
        assertThat(((Evaluation) read.rows().get(0).events().get(1).getEvent()).getLoss())
                .isEqualTo(7);
        assertThat(read.understanding().sentence())
                .startsWith(
                        "read as: step ← epoch, epoch ← epoch, train_loss ← train/box_loss + train/cls_loss, val_loss");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            epoch,Gen Loss,Disc Loss             | gan
            step,loss_D,loss_G                   | gan
            total_timesteps,train/value_loss,train/policy_gradient_loss,rollout/ep_rew_mean | reinforcement-learning
            step,actor_loss,critic_loss          | reinforcement-learning
            epoch,loss,reward                    |
            epoch,loss,val_loss                  |
            """)
    void namesTellWhatTheLossMeans(String heading, String objective) {
        Logs.Reading read =
                Logs.read(folder, "run.csv", heading + "\n" + "1,".repeat(heading.split(",").length - 1) + "1\n");

        assertThat(((RunStarted) read.started().getEvent()).getObjective()).isEqualTo(objective);
        assertThat(((Step) read.events().get(0).getEvent()).getLoss()).isNotNull();
    }

    @Test
    void perplexityAlone_isALossByItsLogarithm() {
        Logs.Reading read = Logs.read(folder, "run.csv", "step,val_ppl\n1,20\n");

        assertThat(((Evaluation) read.events().get(0).getEvent()).getLoss())
                .isCloseTo(Math.log(20), org.assertj.core.data.Offset.offset(1e-9));
        assertThat(read.understanding().sentence()).contains("val_loss ← log of val_ppl");
    }

    @Test
    void rateInARowBeforeTheLossOfItsStep_isOfThatStep() {
        Logs.Reading read = Logs.read(folder, "metrics.csv", "lr-Adam,step,train_loss\n0.1,9,\n,9,2\n0.2,19,\n,19,1\n");

        assertThat(read.events())
                .extracting(event -> ((Step) event.getEvent()).getLearningRate())
                .containsExactly(0.1, 0.2);
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
    void latin1_isRead() {
        byte[] content = "step,train_loss,note\n1,2,ok\n2,1,M\u00fcnchen\n".getBytes(StandardCharsets.ISO_8859_1);

        Logs.Reading read = Logs.read(folder, "run.csv", content);

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).hasSize(2);
    }

    @Test
    void lineOfTenMegabytes_isLeftOut() {
        String digits = "9".repeat(10 << 20);
        String cells = "1,".repeat(5 << 20);

        Logs.Reading oneCell = Logs.read(folder, "cell.csv", "step,train_loss\n1,2\n2," + digits + "\n3,1\n");
        Logs.Reading manyCells = Logs.read(folder, "cells.csv", "step,train_loss\n1,2\n" + cells + "\n3,1\n");
        Logs.Reading heading = Logs.read(folder, "heading.csv", "step," + cells + "\n");

        assertThat(oneCell.rows()).hasSize(2);
        assertThat(oneCell.understanding().hints().toString())
                .contains("cell.csv:3: ")
                .hasSizeLessThan(400);
        assertThat(manyCells.rows()).hasSize(2);
        assertThat(heading.problem()).get().asString().contains(":1: ").hasSizeLessThan(400);
    }

    @Test
    void millionRows_areReadOneAtATime() throws Exception {
        Path file = folder.resolve("long.csv");
        int rows = 1_000_000;
        write(file, rows);

        long read = 0;
        try (RunLog log = LogFormat.open(file, "run", LogReading.asTheyTell())) {
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

    @Test
    void totalBesideATerm_isTheLoss_andAnErrorIsOnlyWhereNoLossIs() {
        Logs.Reading total = Logs.read(folder, "a.csv", "step,ce,total,val_ce,val_total\n1,2,2.5,3,3.5\n");
        Logs.Reading errors = Logs.read(folder, "b.csv", "step,train_err,test_err\n1,2.5,2.75\n");
        Logs.Reading mixed = Logs.read(folder, "c.csv", "step,train_loss,val_error\n1,2.5,0.5\n");

        assertThat(total.understanding().signals())
                .containsEntry("train_loss", "total")
                .containsEntry("val_loss", "val_total");
        assertThat(errors.understanding().signals())
                .containsEntry("train_loss", "train_err")
                .containsEntry("test_loss", "test_err");
        assertThat(mixed.understanding().signals()).doesNotContainKey("val_loss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phase", "split", "Subset"})
    void columnThatNamesTheData_makesItsRowsEvaluations(String column) {
        Logs.Reading read = Logs.read(
                folder,
                "long.csv",
                column + ",epoch,loss,acc\ntrain,1,2.5,0.25\ntest,1,2.25,0.5\ntrain,2,1.5,0.5\nval,2,1.75,0.5\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(1L, 1L, 2L, 2L);
        assertThat(read.rows()).extracting(LogRow::attempt).containsOnly(0);
        assertThat(((Step) read.events().get(0).getEvent()).getLoss()).isEqualTo(2.5);
        Evaluation test = (Evaluation) read.events().get(1).getEvent();
        assertThat(test.getSplit()).isEqualTo(Split.TEST);
        assertThat(test.getLoss()).isEqualTo(2.25);
        assertThat(test.getMetrics()).containsEntry("accuracy", 0.5);
        assertThat(((Evaluation) read.events().get(3).getEvent()).getSplit()).isEqualTo(Split.TRAIN_VAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"750\",\"2.5\"'     | 750  | 2.5",
                "'\"1,000\",\"2.5\"'   | 1000 | 2.5",
                "'\"1,000\",\"1,024.5\"' | 1000 | 1024.5",
                "'\"1,000\",\"2,125\"' | 1000 | 2.125",
                "'\"1,000\",\"0,5\"'   | 1000 | 0.5",
            })
    void quotedNumberWithAComma_isOfThousandsOrDecimal(String row, long step, double loss) {
        Logs.Reading read = Logs.read(folder, "quoted.csv", "\"Iteration\",\"Loss\"\n" + row + "\n");

        assertThat(read.problem()).isEmpty();
        Step event = (Step) read.events().get(0).getEvent();
        assertThat(event.getStep()).isEqualTo(step);
        assertThat(event.getLoss()).isEqualTo(loss);
    }

    @Test
    void cellOfASpreadsheetWithoutAValue_isNothing() {
        Logs.Reading read = Logs.read(folder, "na.csv", "step,loss,grad_norm\n1,#N/A,0.5\n2,2.5,NA\n");

        assertThat(read.understanding().leftOut()).isZero();
        assertThat(read.events())
                .extracting(event -> ((Step) event.getEvent()).getLoss())
                .containsExactly(null, 2.5);
    }

    @ParameterizedTest
    @CsvSource({"train_loss.txt, train_loss", "run7-Loss.log, Loss", "loss_history.dat, loss"})
    void numbersAlone_areWhatTheNameOfTheFileSays(String name, String column) {
        Logs.Reading read = Logs.read(folder, name, "2.500000000000000000e+00\n2.25\nnan\n");

        assertThat(read.understanding().sentence()).contains("train_loss \u2190 " + column);
        assertThat(read.events())
                .extracting(event -> ((Step) event.getEvent()).getLoss())
                .containsExactly(2.5, 2.25, Double.NaN);
    }

    @Test
    void numbersBehindACount_areWhatTheNameOfTheFileSays() {
        Logs.Reading read = Logs.read(folder, "val_acc.txt", "10 0.5\n20 0.625\n30 0.75\n");

        assertThat(read.understanding().sentence())
                .startsWith("read as: step \u2190 step, val_acc \u2190 val_acc; 3 rows");
    }

    @Test
    void numbersAlone_inAFileOfAnotherName_areNoLog() {
        assertThat(Logs.read(folder, "numbers.txt", "2.5\n2.25\n2.0\n").problem())
                .isPresent();
    }
}
