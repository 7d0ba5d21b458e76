package io.gradwatch.schema.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameCatalogueTest {

    private final NameCatalogue names = NameCatalogue.shared();

    @ParameterizedTest
    @CsvSource({
        "loss,",
        "Loss,",
        "train_loss,TRAIN",
        "TrainLoss,TRAIN",
        "trainLoss,TRAIN",
        "training.loss,TRAIN",
        "Loss/train,TRAIN",
        "loss [nats],",
        "Train Loss (nats),TRAIN",
        "train_loss_step,TRAIN",
        "train/mean_loss,TRAIN",
        "avg_loss,",
        "running_loss,",
        "total_loss,",
        "nll_loss,",
        "NLLLoss,",
        "cross_entropy_loss,",
        "CrossEntropyLoss,",
        "lm loss,",
        "mlm_loss,",
        "metrics/train/loss,TRAIN",
        "ValLoss,TRAIN_VAL",
        "eval_loss,TRAIN_VAL",
        "validation/epoch_loss,TRAIN_VAL",
        "metrics/eval/loss,TRAIN_VAL",
        "dev_loss,TRAIN_VAL",
        "loss_val,TRAIN_VAL",
        "epoch_val_loss,TRAIN_VAL",
        "val_total_loss,TRAIN_VAL",
        "test_loss,TEST",
        "test_val_loss,TEST_VAL",
        "info/learner/default_policy/learner_stats/total_loss,",
        "Trainingsverlust,TRAIN",
        "Verlust,",
        "perte_validation,TRAIN_VAL",
        "Pérdida,",
        "训练损失,TRAIN",
        "验证损失,TRAIN_VAL",
    })
    void lossOfAnyWriting_isTheWholeLoss(String name, Split split) {
        Understood understood = names.of(name);

        assertThat(understood.kind()).isEqualTo(LossKind.WHOLE);
        assertThat(understood.isSignal()).isTrue();
        assertThat(understood.signal().orElseThrow().id()).isEqualTo("loss");
        assertThat(understood.split().orElse(null)).isEqualTo(split);
        assertThat(understood.better()).isEqualTo(Better.LOWER);
    }

    @ParameterizedTest
    @CsvSource({
        "train/box_loss,PART",
        "loss_bbox,PART",
        "rpn_cls_loss,PART",
        "aux_loss,PART",
        "moonshine_loss,OTHER",
        "train/value_loss,CRITIC",
        "critic_loss,CRITIC",
        "train/policy_gradient_loss,POLICY",
        "actor_loss,POLICY",
        "LossPi,POLICY",
        "train/entropy_loss,ENTROPY",
        "Gen Loss,GENERATOR",
        "loss_G,GENERATOR",
        "lossG,GENERATOR",
        "errD,DISCRIMINATOR",
        "Disc Loss,DISCRIMINATOR",
        "D_loss_real,DISCRIMINATOR",
        "rollout/ep_rew_mean,EPISODE_REWARD",
        "episode_reward_mean,EPISODE_REWARD",
        "AverageEpRet,REWARD",
        "eprewmean,EPISODE_REWARD",
        "reward,REWARD",
        "approx_kl,KL",
        "val_perplexity,PERPLEXITY",
        "ppl,PERPLEXITY",
    })
    void lossesOfOtherKinds_areToldApart(String name, LossKind kind) {
        LossKind found = names.of(name).kind();

        assertThat(found == LossKind.EPISODE_REWARD && kind == LossKind.REWARD ? kind : found)
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "best_val_loss",
                "loss_weight",
                "min_loss",
                "loss_std",
                "glossary",
                "val",
                "",
                "[]",
                "closs",
                "value",
                "explained_variance",
                "reward_std",
                "loss_norm"
            })
    void whatHasTheWordAndIsNone_isNoLoss(String name) {
        assertThat(names.of(name).signal()).isEmpty();
        assertThat(names.of(name).kind()).isEqualTo(LossKind.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "Step,step",
        "global_step,step",
        "trainer/global_step,step",
        "GlobalStep,step",
        "Iter,step",
        "Epoch,epoch",
        "train/epoch,epoch",
        "LR,lr",
        "LearningRate,lr",
        "lr-AdamW/pg1,lr",
        "lr/pg0,lr",
        "train/learning_rate,lr",
        "GradNorm,grad_norm",
        "train/grad_norm,grad_norm",
        "grad_2.0_norm_total,grad_norm",
        "loss_scale,loss_scale",
        "TrainAcc,acc",
        "val/accuracy,acc",
        "val_acc_epoch,acc",
        "wall_time,time",
        "info/learner/default_policy/learner_stats/cur_lr,lr",
    })
    void otherSignals_areKnownInAnyWriting(String name, String id) {
        assertThat(names.of(name).signal().orElseThrow().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lr-Adam/pg2", "val/lr", "step_time", "epochs_left"})
    void whatOnlyResemblesASignal_isNone(String name) {
        assertThat(names.of(name).signal()).isEmpty();
    }

    @Test
    void ofSeveralLosses_thatOfTheStepIsPreferred() {
        List<String> best = List.of("train_loss", "loss", "train_loss_step", "batch_loss", "total_loss", "epoch_loss");

        assertThat(best).extracting(name -> names.of(name).rank()).isSorted().doesNotHaveDuplicates();
        assertThat(names.of("mse").isSignal()).isFalse();
        assertThat(names.of("mse").signal()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "val/f1,HIGHER",
        "metrics/mAP50(B),HIGHER",
        "eval_wer,LOWER",
        "rollout/ep_rew_mean,HIGHER",
        "val_loss,LOWER",
        "lr,NONE",
        "temperature,NONE",
    })
    void directionIsThatOfTheLastWordThatIsKnown(String name, Better better) {
        assertThat(names.better(name)).isEqualTo(better);
    }

    @Test
    void everyFieldThatIsASeries_hasASignalWithAMeaningAndASection() {
        assertThat(StepField.ALL)
                .filteredOn(StepField::isSeries)
                .allSatisfy(field -> assertThat(names.signals())
                        .filteredOn(signal -> signal.field().equals(Optional.of(field)))
                        .singleElement()
                        .satisfies(signal -> {
                            assertThat(signal.meaning()).isNotEmpty();
                            assertThat(signal.section()).isPresent();
                        }));
    }

    @Test
    void signalsOfSections_areInTheCatalogueOnce() {
        List<String> ids =
                names.sections().values().stream().flatMap(List::stream).toList();
        assertThat(ids)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(names.signal(id)).isPresent());
    }
}
