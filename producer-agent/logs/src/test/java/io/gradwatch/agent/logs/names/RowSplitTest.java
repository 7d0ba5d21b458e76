package io.gradwatch.agent.logs.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data that a row, a name or a file says its values are of. */
class RowSplitTest {

    @Test
    void cellThatNamesEvaluationData_isInFrontOfTheNamesOfItsRow() {
        Map<String, String> row = cells("step", "3", "mode", "val", "loss", "2.5", "train_loss", "2.25");

        assertThat(RowSplit.told(row))
                .containsEntry("step", "3")
                .containsEntry("dev/loss", "2.5")
                .containsEntry("train_loss", "2.25");
    }

    @ParameterizedTest
    @CsvSource({"mode, train", "mode, eager", "colour, val"})
    void otherCells_changeNothing(String name, String text) {
        Map<String, String> row = cells("step", "3", name, text, "loss", "2.5");

        assertThat(RowSplit.told(row)).isEqualTo(row);
    }

    @Test
    void firstOfSeveralNames_counts_whateverItIsNestedIn() {
        assertThat(RowSplit.told(cells("stage", "test", "run/phase", "valid", "loss", "2.5")))
                .containsEntry("dev/loss", "2.5");
    }

    @ParameterizedTest
    @CsvSource({
        "val_loss, TRAIN_VAL, loss",
        "Validation/acc, TRAIN_VAL, acc",
        "held-out ppl, TRAIN_VAL, ppl",
        "ValF1, TRAIN_VAL, F1",
        "test.acc, TEST, acc",
        "test_val_acc, TEST_VAL, acc",
        "train: loss, TRAIN, ' loss'",
        "metrics/mAP50(B), TRAIN_VAL, metrics/mAP50(B)",
        "bbox/AP, TRAIN_VAL, bbox/AP"
    })
    void names_areTakenApart(String name, LogSplit split, String metric) {
        assertThat(LogSplit.of(name)).contains(new LogSplit.Metric(split, metric));
        assertThat(LogSplit.namesEvaluation(name)).isEqualTo(split != LogSplit.TRAIN);
    }

    @ParameterizedTest
    @CsvSource({"value", "valloss", "val", "tests", "loss", "metrics/lr"})
    void otherNames_sayNoData(String name) {
        assertThat(LogSplit.of(name)).isEmpty();
        assertThat(LogSplit.namesEvaluation(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "TRAIN_VAL, loss, dev/loss",
        "TRAIN_VAL, epoch_loss, dev/loss",
        "TRAIN_VAL, val_loss, val_loss",
        "TRAIN_VAL, train_loss, dev/train_loss",
        "TEST, accuracy, test/accuracy",
        "TRAIN, loss, loss"
    })
    void tagsOfAFolder_sayItsData_unlessTheySayTheirOwn(LogSplit split, String tag, String name) {
        assertThat(new SplitTags(split, SignalMap.none()).of(tag)).isEqualTo(name);
    }

    @Test
    void evaluationsByIterations_areKnown_whereTheLogIsOfAnEvaluation() {
        String tag = "evaluation_loss_vs_iterations";

        assertThat(new SplitTags(LogSplit.TRAIN_VAL, SignalMap.none()).isByIterations(tag))
                .isTrue();
        assertThat(new SplitTags(LogSplit.TRAIN, SignalMap.none()).isByIterations(tag))
                .isFalse();
        assertThat(new SplitTags(LogSplit.TRAIN_VAL, SignalMap.none()).isByIterations("loss"))
                .isFalse();
    }

    @Test
    void valueWithItsName_standsUnderIt() {
        assertThat(NamedValue.of(cells("name", "loss", "step", "10", "value", "2.5")))
                .isEqualTo(cells("step", "10", "loss", "2.5"));
    }

    @Test
    void rowWithAValueOfItsOwn_orANumberForAName_isLeftAsItIs() {
        Map<String, String> own = cells("name", "run", "value", "3", "loss", "2.5");
        Map<String, String> number = cells("key", "7", "value", "3");
        Map<String, String> empty = cells("name", "", "value", "3");

        assertThat(NamedValue.of(own)).isEqualTo(own);
        assertThat(NamedValue.of(number)).isEqualTo(number);
        assertThat(NamedValue.of(empty)).isEqualTo(empty);
    }

    private static Map<String, String> cells(String... namesAndValues) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            cells.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return cells;
    }
}
