package io.gradwatch.agent.logs.text.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextPatternTest {

    @TempDir
    Path folder;

    private boolean finished;

    @Test
    void nanogpt() throws Exception {
        assertThat(read(null, """
                step 0: train loss 4.2, val loss 4.3
                iter 0: loss 4.25, time 100ms
                """)).containsExactly("eval 0 loss 4.3 {}", "step 0 loss 4.25 lr null norm null {}");
        assertThat(read(null, "s:0 tel:11.0\ns:1 trl:10.5 lr:0.5 norm:15.25\n"))
                .containsExactly("eval 0 loss 11.0 {}", "step 1 loss 10.5 lr 0.5 norm 15.25 {}");
    }

    @Test
    void megatron() throws Exception {
        assertThat(read(null, """
                 [2026-01-01 10:00:00] iteration       10/     500 | consumed samples:  640 | elapsed time per iteration \
                (ms): 50.1 | learning rate: 1.5E-04 | global batch size:    64 | lm loss: 1.05E+01 | loss scale: 1.0 | \
                grad norm: 2.5 | number of skipped iterations:   0 |
                 validation loss at iteration 10 | lm loss value: 9.5E+00 | lm loss PPL: 1.3E+04 |
                """)).containsExactly("step 10 loss 10.5 lr 1.5E-4 norm 2.5 {}", "eval 10 loss 9.5 {}");
    }

    @Test
    void deepspeed() throws Exception {
        assertThat(read(null, """
                [2026-01-01 10:00:00] [INFO] [logging.py:96:log_dist] [Rank 0] step=10, skipped=0, lr=[0.001], mom=[0.9]
                steps: 10 loss: 2.5 iter time (s): 0.5 samples/sec: 10
                """)).containsExactly("step 10 loss 2.5 lr 0.001 norm null {}");
    }

    @Test
    void fairseq() throws Exception {
        List<String> expected = List.of("step 100 loss 8.5 lr 0.5 norm 1.5 {}", "eval 100 loss 5.5 {}");
        assertThat(read(null, """
                2026-01-01 | INFO | train_inner | epoch 001:    100 / 200 loss=8.5, nll_loss=8, num_updates=100, lr=0.5, \
                gnorm=1.5, wall=3
                2026-01-01 | INFO | valid | epoch 001 | valid on 'valid' subset | loss 5.5 | nll_loss 4 | num_updates 100
                """)).isEqualTo(expected);
        assertThat(read(null, """
                2026-01-01 | INFO | train_inner | {"epoch": 1, "loss": "8.5", "nll_loss": "8", "num_updates": "100", \
                "lr": "0.5", "gnorm": "1.5"}
                2026-01-01 | INFO | valid | {"epoch": 1, "valid_loss": "5.5", "valid_num_updates": "100"}
                """)).isEqualTo(expected);
    }

    @Test
    void keras_tellsEachEpochOnce_andTheEnd() throws Exception {
        assertThat(
                        read(
                                null,
                                "Epoch 1/2\n 1/100 [>....] - ETA: 3s - loss: 9.0\b\b\b\b\r"
                                        + "100/100 [====] - 3s 2ms/step - loss: 0.5 - accuracy: 0.75 - val_loss: 0.25 - val_accuracy: 0.5\n"))
                .containsExactly(
                        "step 1 loss 0.5 lr null norm null {accuracy=0.75}", "eval 1 loss 0.25 {accuracy=0.5}");
        assertThat(finished).isFalse();
        assertThat(read(null, "Epoch 2/2\n100/100 \u2501\u2501\u2501 3s 2ms/step - accuracy: 0.75 - loss: nan\n"))
                .containsExactly("step 2 loss NaN lr null norm null {accuracy=0.75}");
        assertThat(finished).isTrue();
    }

    @Test
    void transformers() throws Exception {
        assertThat(read(null, """
                {'loss': 2.5, 'grad_norm': 1.5, 'learning_rate': 5e-05, 'epoch': 0.25}
                {'eval_loss': 2.25, 'eval_runtime': 3.5, 'epoch': 0.25}
                """)).first().isEqualTo("step 0 loss 2.5 lr 5.0E-5 norm 1.5 {}");
    }

    @Test
    void ownExpression_mayHaveNamesWithUnderscores() throws Exception {
        assertThat(read(TextPattern.parse("it=(?<step>\\d+) L=(?P<loss>NUM) g=(?<grad_norm>\\S+)"), """
                it=5 L=-1.5 g=inf
                it=6 nothing
                """))
                .containsExactly("step 5 loss -1.5 lr null norm Infinity {}");
    }

    @Test
    void whatIsNoPattern_isToldWithTheNearest() {
        assertThatThrownBy(() -> TextPattern.parse("megatrom")).hasMessageContaining("the nearest is megatron");
        assertThatThrownBy(() -> TextPattern.parse("(?<step>")).hasMessageContaining("is no regular expression");
    }

    @Test
    void textWithoutRows_tellsNothing() throws Exception {
        assertThat(read(null, "hello\nEpoch 1/3\nloss is 3\n")).isEmpty();
    }

    private List<String> read(TextPattern pattern, String text) throws Exception {
        Path file = Files.writeString(folder.resolve("train.log"), text);
        List<String> told = new ArrayList<>();
        try (GrowingRunLog log = LogFormat.TEXT.follow(
                file, "run", new LogReading(Optional.empty(), SignalMap.none(), Optional.ofNullable(pattern)))) {
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                row.get().events().forEach(event -> told.add(shown(event.getEvent())));
            }
            finished = log.finished();
        }
        return told;
    }

    private static String shown(Object event) {
        if (event instanceof Step step) {
            return "step " + step.getStep() + " loss " + step.getLoss() + " lr " + step.getLearningRate() + " norm "
                    + step.getGradientNorm() + " " + step.getMetrics();
        }
        Evaluation evaluation = (Evaluation) event;
        return "eval " + evaluation.getStep() + " loss " + evaluation.getLoss() + " " + evaluation.getMetrics();
    }
}
