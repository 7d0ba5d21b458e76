package io.gradwatch.agent.logs.text.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.names.SignalMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line from left to right: each number with the words before it. */
class LineScannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "step 10 loss 2.5@{loss=2.5}",
                "step: 10, loss: 2.5, lr: 1e-3@{loss=2.5, lr=1e-3}",
                "step=10 | train_loss=2.5 | val_loss=2.75@{train_loss=2.5, val_loss=2.75}",
                "step 10 loss 2.5 (2.75)@{loss=2.5}",
                "step 10 loss 2.5 -> 2.25@{loss=2.25}",
                "step 10 loss tensor(2.5, device='cuda:0')@{loss=2.5}",
                "step 10 loss0.693@{loss=0.693}",
                "step 10 ('loss', 2.5)@{loss=2.5}",
                "step 10 loss;2.5@{loss=2.5}",
                "step 10 Validation loss: 2.75@{val/loss=2.75}",
                "step 10 loss on the validation set: 2.75@{val/loss=2.75}",
                "step 10 tl 2.5 vl 2.75@{train loss=2.5, val/loss=2.75}",
                "step 10 loss train: 2.5, val: 2.75@{train loss=2.5, val/loss=2.75}",
                "step 10 accuracy 95%@{accuracy=0.95}",
                "step 10 loss 2.5 | train 2.1s@{loss=2.5}",
                "step 10 train loss <loss>=2.5@{train loss=2.5}",
                "Error 404@{}",
                "https://host/loss/2.5@{}"
            })
    void values_haveTheWordsBeforeThem(String line, String values) {
        assertThat(read(line).values).hasToString(values);
    }

    @ParameterizedTest
    @CsvSource({
        "Epoch 3/24 loss 2.5, 3, 24",
        "Epoch [3/24] loss 2.5, 3, 24",
        "epoch3 loss 2.5, 3, -1",
        "E: 3 loss 2.5, 3, -1",
        "Epoch: 3 of 24 loss 2.5, 3, 24",
        "Train: 3 [50/500] loss 2.5, 3, -1"
    })
    void epochs_areCounted(String line, double epoch, long total) {
        assertThat(read(line).epoch.value()).isEqualTo(epoch);
        assertThat(read(line).epoch.total()).isEqualTo(total);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "step 10 loss 2.5@10@step",
                "iter 10/200 loss 2.5@10@iter",
                "Score at iteration 10 is 2.5@10@iteration",
                "After 10 updates loss 2.5@10@updates",
                "[10] loss 2.5@10@''",
                "10: loss 2.5@10@''",
                "batch 3 global_step 10 loss 2.5@10@global_step",
                "Batch [1-10] loss 2.5@10@Batch",
                "Epoch [2][10/200] loss 2.5@10@''"
            })
    void steps_areCountedByTheBestWord(String line, double step, String word) {
        assertThat(read(line).step.value()).isEqualTo(step);
        assertThat(read(line).stepWord).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"total steps 10 loss 2.5", "best epoch 3 loss 2.5", "time per step 3 loss 2.5"})
    void wordsThatSayAnotherKind_countNothing(String line) {
        assertThat(read(line).counts()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10/20 [=====>....] loss 2.5",
                " 50%|\u2588\u2588\u2588\u2588\u2588     | 10/20 [00:01<00:01, 9.5it/s, loss=2.5]",
                "Epoch 1 \u2501\u2501\u2501\u2501\u2501 10/20 0:00:06 \u2022 0:00:06 loss: 2.5",
                "train (50%) |#####     | 10/20 loss 2.5"
            })
    void progressBars_areSeen_withTheirPlace(String line) {
        ReadLine read = read(line);

        assertThat(read.bar).isTrue();
        assertThat(read.step.value()).isEqualTo(10);
        assertThat(read.step.total()).isEqualTo(20);
        assertThat(read.values).containsEntry("loss", "2.5");
    }

    @Test
    void keyForTheData_saysItOfTheLine() {
        assertThat(read("mode: val epoch: 3 loss: 2.5").split).isEqualTo("val");
        assertThat(read("mode: train epoch: 3 loss: 2.5").split).isNull();
    }

    @Test
    void linesOfOneKind_haveOneShape() {
        assertThat(read("step 10 loss 2.5").shape).isEqualTo(read("step 20 loss 1.5").shape);
        assertThat(read("step 10 loss 2.5").shape).isNotEqualTo(read("step 10 lr 2.5").shape);
    }

    private static ReadLine read(String line) {
        return LineScanner.read(line, new TextNames(SignalMap.none()));
    }
}
