package io.gradwatch.agent.logs.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.RunStarted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextUnderstandingTest {

    @TempDir
    Path folder;

    private Logs.Reading read(String text) {
        return Logs.read(folder, "run.log", text);
    }

    @Test
    void namesOfTheLines_areSaidWithWhatTheyAre() {
        Understanding understood = read("""
                        step=10 loss=2.5 lr=0.1 gnorm=1.5 tps=100
                        step=20 loss=2.25 lr=0.1 gnorm=1.25 tps=100
                        step=30 loss=2 lr=0.1 gnorm=1.25 tps=100
                        """).understanding();

        assertThat(understood.sentence())
                .isEqualTo("read as: step \u2190 step, train_loss \u2190 loss, grad_norm \u2190 gnorm, lr \u2190 lr,"
                        + " metrics \u2190 tps; 3 rows");
        assertThat(understood.warnings()).isEmpty();
    }

    @Test
    void iterationWithinTheEpoch_isSaidToBeOne() {
        assertThat(read("""
                        epoch 1 iter 10/20 loss: 2.5
                        epoch 1 iter 20/20 loss: 2.25
                        epoch 2 iter 10/20 loss: 2.125
                        """).understanding().sentence())
                .startsWith("read as: step \u2190 iter in each epoch, train_loss");
    }

    @Test
    void namesOfAnEvaluation_keepTheOrderOfTheirLine() {
        assertThat(read("""
                        epoch 1 loss: 2.5
                        val f1: 0.5 val recall: 0.4 val bleu: 0.3 val dice: 0.2 val iou: 0.6 val psnr: 0.7 val auc: 0.8
                        epoch 2 loss: 2.25
                        val f1: 0.6 val recall: 0.5 val bleu: 0.4 val dice: 0.3 val iou: 0.7 val psnr: 0.8 val auc: 0.9
                        """).understanding().metrics())
                .containsExactly("val/f1", "val/recall", "val/bleu", "val/dice", "val/iou", "val/psnr", "val/auc");
    }

    @Test
    void nameThatLooksLikeALoss_isHintedAtWithTheOption() {
        Understanding understood = read("""
                        step 10 accuracy 0.5 loss_ratio_error: 2.5
                        step 20 accuracy 0.6 loss_ratio_error: 2.25
                        step 30 accuracy 0.7 loss_ratio_error: 2.125
                        """).understanding();

        assertThat(understood.warnings().get(0)).startsWith("no loss was found in 3 rows");
        assertThat(understood.hints().toString()).contains("--map train_loss=loss_ratio_error");
    }

    @Test
    void generatorAndDiscriminator_areKnown() {
        Logs.Reading keras = read("""
                0 [D loss: 0.25, acc.: 62.5%] [G loss: 1.5]
                10 [D loss: 0.5, acc.: 75%] [G loss: 1.25]
                20 [D loss: 0.25, acc.: 62.5%] [G loss: 1.5]
                """);
        Logs.Reading cycle = read("""
                (epoch: 1, iters: 100, time: 0.3, data: 0.001) D_A: 0.25 G_A: 0.5 cycle_A: 5.5 idt_A: 2.5
                (epoch: 1, iters: 200, time: 0.3, data: 0.001) D_A: 0.25 G_A: 0.75 cycle_A: 5.25 idt_A: 2.5
                (epoch: 1, iters: 300, time: 0.3, data: 0.001) D_A: 0.25 G_A: 0.5 cycle_A: 5.0 idt_A: 2.5
                """);

        assertThat(keras.understanding().sentence()).contains("train_loss \u2190 G loss", "by its names gan");
        assertThat(((RunStarted) keras.started().getEvent()).getObjective()).isEqualTo("gan");
        assertThat(cycle.understanding().sentence()).contains("step \u2190 iters", "train_loss \u2190 G_A_loss");
        assertThat(cycle.understanding().objective()).contains("gan");
    }

    @Test
    void rewardOfEpisodes_isReinforcementLearning() {
        Logs.Reading read = read("""
                | rollout/           |      |
                |    ep_rew_mean     | 20.5 |
                | time/              |      |
                |    total_timesteps | 2048 |
                | train/             |      |
                |    loss            | 5.5  |
                -----------------------------
                | rollout/           |      |
                |    ep_rew_mean     | 25.5 |
                | time/              |      |
                |    total_timesteps | 4096 |
                | train/             |      |
                |    loss            | 4.5  |
                -----------------------------
                """);

        assertThat(read.understanding().objective()).contains("reinforcement-learning");
        assertThat(read.understanding().sentence()).contains("step \u2190 total_timesteps");
    }

    @Test
    void partsOfADetectorsLoss_areSummedUp() {
        assertThat(read("""
                        Epoch   gpu_mem   box   obj   cls   labels  img_size
                        0/2     3.5G      0.5   0.25  0.25  10      640
                        1/2     3.5G      0.5   0.25  0.125  10      640
                        2/2     3.5G      0.5   0.25  0.125  10      640
                        """).understanding().sentence()).contains("train_loss \u2190 box_loss + obj_loss + cls_loss");
    }

    @Test
    void chineseCountsAndLosses_areRead() {
        Logs.Reading read = read("""
                \u7b2c1\u8f6e \u8bad\u7ec3\u635f\u5931: 2.5 \u9a8c\u8bc1\u635f\u5931: 2.75
                \u7b2c2\u8f6e \u8bad\u7ec3\u635f\u5931: 2.25 \u9a8c\u8bc1\u635f\u5931: 2.5
                \u7b2c3\u8f6e \u8bad\u7ec3\u635f\u5931: 2.0 \u9a8c\u8bc1\u635f\u5931: 2.25
                """);

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(1L, 2L, 3L);
        assertThat(read.understanding().signals()).containsKeys("train_loss", "val_loss");
    }

    @Test
    void nameThatAnEntropyIsCalledBy_isHintedAt() {
        Understanding understood = read("""
                        step 10 accuracy 0.5 my_entropy_x: 2.5
                        step 20 accuracy 0.6 my_entropy_x: 2.25
                        step 30 accuracy 0.7 my_entropy_x: 2.125
                        """).understanding();

        assertThat(understood.hints().toString()).contains("--map train_loss=my_entropy_x");
    }

    @Test
    void likelihood_isALossWithItsSignTurned() {
        assertThat(read("""
                        LOG (x:y():z.cc:1) Average objective function for 'output' for minibatches 0-99 is -5.25 over 12800 frames.
                        LOG (x:y():z.cc:1) Average objective function for 'output' for minibatches 100-199 is -4.75 over 12800 frames.
                        """).understanding().sentence())
                .contains("train_loss \u2190 negative of Average objective function");
    }

    @Test
    void valueThatNoNameTells_isNamedWithTheOption() {
        String text = "iteration 1: J = 2.5\niteration 2: J = 2.25\niteration 3: J = 2.125\n";

        assertThat(read(text).problem()).get().asString().contains("--map train_loss=J takes");
        assertThat(Logs.read(folder.resolve("run.log"), SignalMap.parse(List.of("train_loss=J")))
                        .rows())
                .extracting(LogRow::step)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void tableOfPandas_hasAColumnWithoutAName() {
        assertThat(read("""
                            epoch  train_loss  val_loss
                        0       1      2.5000    2.7500
                        1       2      2.2500    2.5000
                        """).rows()).extracting(LogRow::step).containsExactly(1L, 2L);
    }
}
