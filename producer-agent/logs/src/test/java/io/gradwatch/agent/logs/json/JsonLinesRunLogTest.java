package io.gradwatch.agent.logs.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesRunLogTest {

    private static final String LINES = """
            {"event": "start", "config": {"lr": "0.1 then 0.01"}}
            {"iteration": 10, "train": {"loss": 2.5, "grad_norm": NaN}, "opt.lr": 1e-3, "tags": [1, 2], "ok": true}

            {"iteration": 20, "train": {"loss": "inf"}, "val": {"loss": 2.25, "accuracy": 0.5}, "test_loss": 3}
            """;

    @TempDir
    Path folder;

    @Test
    void objects_areRows_flat() {
        Logs.Reading read = Logs.read(folder, "run.jsonl", LINES);

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).hasSize(3);
        assertThat(read.rows().get(0).events()).isEmpty();
        assertThat(read.events().get(0).getEvent())
                .isEqualTo(Step.newBuilder()
                        .setStep(10)
                        .setLoss(2.5)
                        .setGradientNorm(Double.NaN)
                        .setMetrics(Map.of("opt.lr", 0.001))
                        .setTensors(List.of())
                        .build());
        assertThat(((Step) read.events().get(1).getEvent()).getLoss()).isEqualTo(Double.POSITIVE_INFINITY);
        Evaluation validation = (Evaluation) read.events().get(2).getEvent();
        assertThat(validation.getLoss()).isEqualTo(2.25);
        assertThat(validation.getMetrics()).isEqualTo(Map.of("accuracy", 0.5));
        assertThat(((Evaluation) read.events().get(3).getEvent()).getSplit()).isEqualTo(Split.TEST);
    }

    @Test
    void endingIsNotNeeded_whereTheFirstLineIsAnObject() {
        assertThat(Logs.read(folder, "metrics.json", LINES).rows()).hasSize(3);
        assertThat(Logs.read(folder, "log", LINES).rows()).hasSize(3);
    }

    @Test
    void modeSaysOfWhichDataTheValuesAre() {
        Logs.Reading read = Logs.read(folder, "run.jsonl", """
                {"mode": "train", "epoch": 1, "loss": 2}
                {"mode": "val", "epoch": 1, "loss": 3, "mAP": 0.25}
                """);

        assertThat(((Step) read.events().get(0).getEvent()).getLoss()).isEqualTo(2);
        Evaluation evaluation = (Evaluation) read.events().get(1).getEvent();
        assertThat(evaluation.getLoss()).isEqualTo(3);
        assertThat(evaluation.getEpoch()).isEqualTo(1);
        assertThat(evaluation.getMetrics()).isEqualTo(Map.of("mAP", 0.25));
    }

    @Test
    void linesWithoutAnySignal_areToldAsSuch() {
        Logs.Reading read = Logs.read(folder, "run.jsonl", "{\"reward\": 1}\n{\"reward\": 2}\n");

        assertThat(read.rows()).hasSize(2);
        assertThat(read.problem())
                .get()
                .asString()
                .contains("run.jsonl: names none of step, epoch")
                .contains("--map");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"step": 2, "lo           | is no JSON object
            Epoch 2: loss 0.5         | is no JSON object
            [1, 2]                    | is no JSON object: it does not begin with {
            {"step": 2} {"step": 3}   | is no JSON object: something follows the object
            {"loss": 1, "loss": 2}    | is no JSON object: Duplicate field 'loss'
            {"step": -2, "loss": 1}   | step was '-2'; expected a whole number from 0
            {"step": 2, "loss": "low"}| loss was 'low'; expected a number, nan, inf or nothing
            """)
    void badLine_isLeftOutAndTold_andTheRestIsRead(String line, String problem) {
        Logs.Reading read = Logs.read(
                folder, "run.jsonl", "{\"step\": 1, \"loss\": 2}\n" + line + "\n{\"step\": 3, \"loss\": 1}\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(1L, 3L);
        assertThat(read.understanding().hints()).anyMatch(hint -> hint.contains("run.jsonl:2: " + problem));
    }

    @Test
    void cutAndChangedAnywhere_givesTheRowsBefore() {
        byte[] whole = LINES.getBytes(StandardCharsets.UTF_8);
        List<LogRow> rows = Logs.read(folder, "run.jsonl", whole).rows();
        for (int place = 1; place < whole.length; place++) {
            Logs.Reading cut = Logs.read(folder, "run.jsonl", Arrays.copyOf(whole, place));
            assertThat(cut.rows()).isEqualTo(rows.subList(0, cut.rows().size()));
            int lineOfPlace = (int) LINES.substring(0, place).lines().count();
            for (int change : new int[] {0x01, 0x04, 0x80}) {
                byte[] changed = whole.clone();
                changed[place] ^= (byte) change;
                Logs.Reading read = Logs.read(folder, "run.jsonl", changed);
                read.problem()
                        .ifPresent(problem -> assertThat(problem)
                                .containsPattern("run.jsonl:[" + Math.max(1, lineOfPlace) + (lineOfPlace + 1) + "]: "));
            }
        }
    }

    @Test
    void objectBehindWhatALoggerPutsBeforeIt_isARow() {
        String prefix = "[03/02 10:00:00][INFO] log.py: 99: json_stats: ";
        Logs.Reading read = Logs.read(
                folder,
                "train.log",
                prefix + "{\"_type\": \"train_iter\", \"epoch\": \"1/2\", \"iter\": \"10/20\", \"loss\": 2.5}\n"
                        + "a word between\n"
                        + prefix
                        + "{\"_type\": \"train_iter\", \"epoch\": \"1/2\", \"iter\": \"20/20\", \"loss\": \"2.25\"}\n"
                        + prefix
                        + "{\"_type\": \"val_epoch\", \"epoch\": \"1/2\", \"loss\": 2.0}\n"
                        + prefix
                        + "{\"_type\": \"train_iter\", \"epoch\": \"2/2\", \"iter\": \"10/20\", \"loss\": 1.5}\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(10L, 20L, 20L, 30L);
        assertThat(read.events().get(2).getEvent()).isInstanceOf(io.gradwatch.schema.Evaluation.class);
        assertThat(read.understanding().leftOut()).isEqualTo(1);
    }

    @Test
    void rowsOfATransformersLogWhoseFirstEpochIsZero_areNumbered() {
        Logs.Reading read = Logs.read(
                folder,
                "log.jsonl",
                "{\"loss\": 3, \"epoch\": 0.0}\n{\"loss\": 2, \"epoch\": 0.0}\n{\"loss\": 1, \"epoch\": 0.01}\n"
                        + "{\"eval_loss\": 1, \"epoch\": 0.01}\n");

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void evaluationsOfDetectron2_areEvaluations() {
        Logs.Reading read = Logs.read(
                folder,
                "metrics.json",
                "{\"iteration\": 19, \"total_loss\": 2.5, \"loss_cls\": 1.5}\n{\"iteration\": 19, \"bbox/AP50\": 20.5}\n");

        assertThat(((Step) read.events().get(0).getEvent()).getLoss()).isEqualTo(2.5);
        assertThat(read.events().get(1).getEvent()).isInstanceOf(io.gradwatch.schema.Evaluation.class);
    }

    @Test
    void lineOfMegabytesAndDeepNesting_areRefused() {
        String longLine = "{\"loss\": " + "1".repeat(2 << 20) + "}";
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);

        assertThat(Logs.read(folder, "long.jsonl", longLine).problem())
                .get()
                .asString()
                .contains("long.jsonl:1: is longer than 1048576 bytes");
        assertThat(Logs.read(folder, "deep.jsonl", deep).problem())
                .get()
                .asString()
                .contains("deep.jsonl:1: is no JSON object");
    }

    @Test
    void mappedKey_mayBeWrittenWithDotsOrSlashes() {
        Logs.read(folder, "run.jsonl", "{\"it\": 5, \"m\": {\"total\": 2}, \"loss\": 9}\n");

        for (String name : List.of("m.total", "m/total")) {
            Logs.Reading read =
                    Logs.read(folder.resolve("run.jsonl"), SignalMap.parse(List.of("step=it", "train_loss=" + name)));
            assertThat(read.problem()).isEmpty();
            assertThat(((Step) read.events().get(0).getEvent()).getLoss()).isEqualTo(2);
            assertThat(read.rows().get(0).step()).isEqualTo(5);
        }
    }

    @Test
    void listOfEpochAndStep_countsBoth() {
        Logs.Reading read = Logs.read(
                folder,
                "log.jsonl",
                "{\"step\": [0, 10], \"data\": {\"loss\": 2.5}}\n{\"step\": [1, 20], \"data\": {\"loss\": 1.5}}\n");

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(10L, 20L);
    }

    @Test
    void valueWithItsNameInALine_isOfThatNameAndData() {
        Logs.Reading read = Logs.read(folder, "long.jsonl", """
                {"name": "loss", "context": {"subset": "train"}, "step": 0, "value": 2.5}
                {"name": "loss", "context": {"subset": "train"}, "step": 10, "value": 1.5}
                {"name": "loss", "context": {"subset": "val"}, "step": 10, "value": 1.75}
                {"metric": "grad_norm", "step": 20, "value": 0.5}
                """);

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 10L, 10L, 20L);
        assertThat(((Step) read.events().get(1).getEvent()).getLoss()).isEqualTo(1.5);
        assertThat(((Evaluation) read.events().get(2).getEvent()).getLoss()).isEqualTo(1.75);
        assertThat(((Step) read.events().get(3).getEvent()).getGradientNorm()).isEqualTo(0.5);
    }

    @Test
    void twoCountsUnderTwoNames_areTheStepAndItsEnd() {
        Logs.Reading read = Logs.read(folder, "swift.jsonl", """
                {"loss": 2.5, "epoch": 0.25, "global_step/max_steps": "5/20"}
                {"loss": 1.5, "epoch": 0.5, "global_step/max_steps": "10/20"}
                """);

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(5L, 10L);
    }
}
