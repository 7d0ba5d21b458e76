package io.gradwatch.agent.logs.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that are met together: the signals that they are, the loss that they stand for, and what is only a metric. */
class LogNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                // A total beside its terms.
                "total,box_loss,cls_loss@2,0.5,0.25@2.0@total",
                // The sum of terms, one of which is known as a part.
                "box_loss,cls_loss@0.5,0.25@0.75@box_loss + cls_loss",
                // Losses that need not belong together are not added.
                "foo_loss,bar_loss@0.5,0.25@0.5@foo_loss",
                // A loss without the word.
                "nll,accuracy@2.5,0.5@2.5@nll",
                "perplexity@1@0.0@log of perplexity",
                "log_likelihood@-2.5@2.5@negative of log_likelihood",
                "error@0.5@0.5@error",
                "g_loss,d_loss@1.5,0.5@1.5@g_loss",
                // A name beyond doubt wins over all of them.
                "loss,box_loss,cls_loss@3,0.5,0.25@3.0@loss"
            })
    void lossOfTheTraining_isTheBestThatTheNamesTell(String names, String values, double loss, String shown) {
        LogNames log = new LogNames(SignalMap.none());
        RowValues row = row(log, List.of(names.split(",")), List.of(values.split(",")));

        assertThat(row.loss).isEqualTo(loss);
        assertThat(log.signals()).containsEntry("train_loss", shown);
    }

    @Test
    void sumOfTerms_isTheLossOnlyWhereTheRowHasAll() {
        LogNames log = new LogNames(SignalMap.none());
        row(log, List.of("box_loss", "cls_loss"), List.of("0.5", "0.25"));

        assertThat(row(log, List.of("box_loss"), List.of("0.5")).loss).isNull();
    }

    @Test
    void nameBeyondDoubtThatComesLater_takesThePlaceOfTheOthers() {
        LogNames log = new LogNames(SignalMap.none());
        row(log, List.of("mse"), List.of("2.5"));

        RowValues row = row(log, List.of("mse", "loss"), List.of("2.5", "1.5"));

        assertThat(row.loss).isEqualTo(1.5);
        assertThat(log.signals()).containsEntry("train_loss", "loss");
    }

    @Test
    void errorOfAnEvaluation_isNotComparedWithALossOfAnotherKind() {
        LogNames log = new LogNames(SignalMap.none());

        RowValues row = row(log, List.of("loss", "val_error"), List.of("2.5", "0.5"));

        assertThat(row.evaluations.get(Split.TRAIN_VAL).loss).isNull();
        assertThat(row.evaluations.get(Split.TRAIN_VAL).metrics).containsEntry("error", 0.5);
    }

    @Test
    void bestSpellingOfASignal_isIt_andTheOthersAreMetrics() {
        LogNames log = new LogNames(SignalMap.none());

        RowValues row = row(log, List.of("train_loss", "loss", "val/acc"), List.of("2.5", "1.5", "0.5"));

        assertThat(row.loss).isEqualTo(2.5);
        assertThat(row.metrics).containsEntry("loss", 1.5);
        assertThat(row.evaluations.get(Split.TRAIN_VAL).metrics).containsEntry("accuracy", 0.5);
        assertThat(log.metricNames()).containsExactly("loss");
    }

    @ParameterizedTest
    @CsvSource({
        "generator_loss|discriminator_loss, gan",
        "rewards|policy_loss, reinforcement-learning",
        "ep_rew_mean, reinforcement-learning",
        "policy_loss|entropy_loss, reinforcement-learning",
        "loss|val_loss, ",
        "rewards, "
    })
    void objective_isToldByTheNames(String names, String objective) {
        LogNames log = new LogNames(SignalMap.none());
        log.meet(List.of(names.split("\\|")));

        assertThat(log.objective().orElse(null)).isEqualTo(objective);
    }

    @Test
    void nameThatResemblesALoss_isHintedAt_whereNoLossWasFound() {
        LogNames log = new LogNames(SignalMap.none());
        row(log, List.of("step", "my_cost_of_it", "lr"), List.of("1", "2.5", "0.1"));

        assertThat(log.hints())
                .containsExactly("'my_cost_of_it' looks like a loss and is taken for a metric; --map"
                        + " train_loss=my_cost_of_it takes it as the loss");
    }

    @Test
    void hint_isNotGiven_whereALossWasFound() {
        LogNames log = new LogNames(SignalMap.none());
        row(log, List.of("loss", "my_cost_of_it"), List.of("1", "2.5"));

        assertThat(log.hints()).isEmpty();
    }

    @Test
    void batch_isTheIterationWhereThereAreEpochs_andElseAMetric() {
        LogNames alone = new LogNames(SignalMap.none());
        LogNames withEpochs = new LogNames(SignalMap.none());

        assertThat(row(alone, List.of("batch", "loss"), List.of("32", "2.5")).step)
                .isNull();
        assertThat(row(withEpochs, List.of("epoch", "batch", "loss"), List.of("1", "32", "2.5")).step)
                .isEqualTo(32);
    }

    @Test
    void columnCalledTime_isAMoment_orTheSecondsOfTheRun() {
        LogNames log = new LogNames(SignalMap.none());

        RowValues moment = row(log, List.of("time"), List.of("2026-11-24T10:00:00Z"));
        RowValues seconds = row(log, List.of("time"), List.of("12.5"));

        assertThat(moment.timeMillis).isEqualTo(1_795_514_400_000L);
        assertThat(seconds.timeMillis).isZero();
        assertThat(seconds.metrics).containsEntry("time", 12.5);
    }

    @Test
    void signalThatIsToldInAnotherWay_isNoName_unlessMapped() {
        LogNames log = new LogNames(SignalMap.none(), Set.of(LogSignal.STEP));

        RowValues row = row(log, List.of("step", "loss"), List.of("7", "2.5"));

        assertThat(row.step).isNull();
        assertThat(row.metrics).containsEntry("step", 7.0);
    }

    @Test
    void countWithItsEnd_tellsTheStepsOfAnEpoch() {
        RowValues row = row(new LogNames(SignalMap.none()), List.of("iter", "epoch"), List.of("10/200", "3/24"));

        assertThat(row.step).isEqualTo(10);
        assertThat(row.stepsInEpoch).isEqualTo(200);
        assertThat(row.epoch).isEqualTo(3);
    }

    @Test
    void valueThatIsNoNumber_isRefusedOfASignal_andLeftOutOfAMetric() {
        LogNames log = new LogNames(SignalMap.none());
        RowValues row = new RowValues();
        log.meet(List.of("loss", "note"));

        assertThat(log.of("loss").put(row, "abc")).isFalse();
        assertThat(log.of("loss").put(row, "n/a")).isTrue();
        assertThat(log.of("note").put(row, "abc")).isTrue();
        assertThat(log.of("loss").wrong("loss", "abc"))
                .isEqualTo("loss was 'abc'; expected a number, nan, inf or nothing");
        assertThat(row.loss).isNull();
        assertThat(row.metrics).isEmpty();
    }

    @Test
    void logWithoutAKnownName_isToldAtItsEnd() {
        LogNames log = new LogNames(SignalMap.none());
        row(log, List.of("foo", "bar"), List.of("1", "2"));

        assertThat(log.problemAtEnd()).get().asString().startsWith("names none of step, epoch");
        assertThat(new LogNames(SignalMap.none()).problemAtEnd()).isEmpty();
    }

    @Test
    void millionsOfNames_areIgnoredBeyondTheMost() {
        LogNames log = new LogNames(SignalMap.none());
        for (int i = 0; i < 10_000; i++) {
            log.of("name" + i);
        }

        RowValues row = row(log, List.of("loss"), List.of("2.5"));

        assertThat(row.loss).isNull();
        assertThat(row.metrics).isEqualTo(Map.of());
    }

    private static RowValues row(LogNames log, List<String> names, List<String> values) {
        log.meet(names);
        RowValues row = new RowValues();
        for (int i = 0; i < names.size(); i++) {
            assertThat(log.of(names.get(i)).put(row, values.get(i))).isTrue();
        }
        return row;
    }
}
