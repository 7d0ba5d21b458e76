package io.gradwatch.agent.logs.text.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values whose names stand in another line: tables under a heading, boxes, indented blocks, columns of data. */
class TextTablesTest {

    private final TextNames names = new TextNames(SignalMap.none());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "epoch  loss  lr",
                "epoch\tloss\tlr",
                "epoch,loss,lr",
                "| epoch | loss | lr |",
                "\u2502 epoch \u2502 loss \u2502 lr \u2502"
            })
    void headingAndRow_areNamedValues_whateverSeparatesTheColumns(String heading) {
        ReadLine row = only(
                heading, heading.replace("epoch", "3").replace("loss", "2.5").replace("lr", "1e-3"));

        assertThat(row.epoch.value()).isEqualTo(3);
        assertThat(row.values).containsEntry("loss", "2.5").containsEntry("lr", "1e-3");
        assertThat(row.clear).isTrue();
    }

    @Test
    void headingOfTwoLines_isJoined() {
        ReadLine row = only("my    loss   loss", "step  train  val", "1     2.5    2.75");

        assertThat(row.step.value()).isEqualTo(1);
        assertThat(row.values).containsEntry("loss train", "2.5").containsEntry("loss val", "2.75");
    }

    @Test
    void indexOfPandas_isLeftOut() {
        assertThat(only("epoch  loss  lr", "0  3  2.5  0.1").epoch.value()).isEqualTo(3);
    }

    @Test
    void rowWithTooFewNumbers_isNone() {
        assertThat(read("epoch  loss  lr", "the end of it")).noneMatch(line -> line.epoch != null);
    }

    @ParameterizedTest
    @CsvSource({"nan", "inf", "-inf", "NaN"})
    void countThatIsNotFinite_breaksNothing(String count) {
        ReadLine row = only("| step | loss | lr |", "| " + count + " | 2.5 | 0.1 |");

        assertThat(row.step.value()).isZero();
        assertThat(row.values).containsEntry("loss", "2.5");
    }

    @Test
    void cellWithItsTotal_isACountWithAnEnd() {
        ReadLine row = only("| epoch | loss | lr |", "| 3/20 | 2.5 | 0.1 |");

        assertThat(row.epoch.value()).isEqualTo(3);
        assertThat(row.epoch.total()).isEqualTo(20);
    }

    @Test
    void cellThatNamesData_saysItOfTheRow() {
        ReadLine row = only("| phase | epoch | loss |", "| Validation | 3 | 2.5 |");

        assertThat(row.split).isEqualTo("val");
        assertThat(row.values).containsEntry("val/loss", "2.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {"T@", "V@val", "E@val"})
    void letterUnderTrainOrValidation_isTheData(String letter, String split) {
        assertThat(only("| T/V | epoch | loss |", "| " + letter + " | 3 | 2.5 |").split)
                .isEqualTo(split);
    }

    @Test
    void listOfTerms_isTheirSumOfALoss_andTheFirstOfAnythingElse() {
        ReadLine row = only("| epoch | loss | lr |", "| 3 | [0.5, 0.25] | [0.1 0.2] |");

        assertThat(row.values).containsEntry("loss", "0.75").containsEntry("lr", "0.1");
    }

    @Test
    void termsThatAreNotFinite_makeASumThatIsNot() {
        assertThat(only("| epoch | loss | lr |", "| 3 | [0.5, nan] | [inf] |").values)
                .containsEntry("loss", "nan")
                .containsEntry("lr", "inf");
    }

    @Test
    void percentOfAnAccuracy_isAFraction() {
        assertThat(only("| epoch | loss | accuracy |", "| 3 | 2.5 | 95% |").values)
                .containsEntry("accuracy", "0.95");
    }

    @Test
    void boxOfNamesAndValues_isOneRow_withItsGroups() {
        ReadLine row = only(
                "-----------------------",
                "| time/          |      |",
                "|    total_timesteps | 2048 |",
                "|    iterations  | 1    |",
                "| train/         |      |",
                "|    loss        | 0.5  |",
                "|    lr          | 1e-3 |",
                "|    note        | text |",
                "-----------------------");

        assertThat(row.shape).isEqualTo("box");
        assertThat(row.step.value()).isEqualTo(2048);
        assertThat(row.values).containsEntry("train/loss", "0.5").doesNotContainKey("train/note");
    }

    @Test
    void boxWithoutAnEnd_isNoRowYet() {
        assertThat(read("| loss | 0.5 |", "| lr | 0.1 |")).isEmpty();
    }

    @Test
    void indentedBlock_isOneRow_whereItCounts() {
        ReadLine row = only(
                "Result for trial_1:", "  training_iteration: 3", "  loss: 2.5", "  lr: 0.1", "  name: a text", "", "");

        assertThat(row.shape).isEqualTo("block");
        assertThat(row.step.value()).isEqualTo(3);
        assertThat(row.values).containsEntry("loss", "2.5").doesNotContainKey("name");
    }

    @Test
    void indentedBlockWithoutACount_isReadLineByLine() {
        assertThat(read("Result:", "  loss: 2.5", "  lr: 0.1", "end"))
                .filteredOn(line -> !line.values.isEmpty())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nan", ".e5", "-", "1.2.3"})
    void epochOfABlockThatIsNoCount_breaksNothing(String epoch) {
        assertThat(read("Result:", "  epoch: " + epoch, "  loss: 2.5", "  step: 3", "end"))
                .allMatch(line -> line.epoch == null);
    }

    @Test
    void columnsOfData_nameTheirValues() {
        ReadLine row = only("      | Training | Validation |", "loss | 2.5 | 2.75");

        assertThat(row.values).containsEntry("train loss", "2.5").containsEntry("val/loss", "2.75");
    }

    private ReadLine only(String... lines) {
        List<ReadLine> rows =
                read(lines).stream().filter(line -> !line.values.isEmpty()).toList();
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private List<ReadLine> read(String... lines) {
        LineBlocks blocks = new LineBlocks(names);
        List<ReadLine> read = new ArrayList<>();
        for (String line : lines) {
            blocks.read(line.strip(), line).forEach(part -> read.add(part.line()));
        }
        blocks.end().forEach(part -> read.add(part.line()));
        return read;
    }
}
