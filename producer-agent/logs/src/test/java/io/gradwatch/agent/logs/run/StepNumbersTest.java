package io.gradwatch.agent.logs.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.names.RowValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StepNumbersTest {

    private final StepNumbers numbers = new StepNumbers();
    private final List<StepNumbers.Place> places = new ArrayList<>();
    private long row;

    @Test
    void epochsThatTurnOutToBeFractions_numberTheRows() {
        for (int i = 0; i < 5; i++) {
            training(null, i * 0.02);
        }

        assertThat(steps()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(attempts()).containsOnly(0);
    }

    @Test
    void epochThatIsRoundedToZeroForManyRows_numbersTheRows() {
        for (double epoch : new double[] {0, 0, 0, 0.01, 0.01, 0.02}) {
            training(null, epoch);
        }

        assertThat(steps()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void wholeEpochs_areTheSteps() {
        training(null, 1.0);
        evaluation(null, 1.0);
        training(null, 2.0);
        evaluation(null, 2.0);

        assertThat(steps()).containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void epochsThatGoBackToTheStart_areTheNextAttempt() {
        for (int attempt = 0; attempt < 3; attempt++) {
            for (int epoch = 0; epoch < 12; epoch++) {
                training(null, (double) epoch);
            }
        }

        assertThat(attempts().stream().distinct()).containsExactly(0, 1, 2);
        assertThat(places.get(12)).isEqualTo(new StepNumbers.Place(0, 1, false));
        assertThat(places.get(35)).isEqualTo(new StepNumbers.Place(11, 2, false));
    }

    @Test
    void fractionalEpochsThatGoBackToTheStart_areTheNextAttemptFromStepZero() {
        for (int attempt = 0; attempt < 2; attempt++) {
            for (int i = 0; i < 10; i++) {
                training(null, i * 0.1);
            }
        }

        assertThat(steps()).containsExactlyElementsOf(repeated(2, 10));
        assertThat(places.get(10).attempt()).isEqualTo(1);
    }

    @Test
    void iterationsThatBeginAnewWithEachEpoch_areOneAttempt() {
        for (int epoch = 0; epoch < 3; epoch++) {
            for (long iteration = 0; iteration < 100; iteration += 10) {
                training(iteration, (double) epoch);
            }
        }

        assertThat(steps())
                .containsExactlyElementsOf(
                        LongStream.range(0, 30).map(i -> i * 10).boxed().toList());
        assertThat(attempts()).containsOnly(0);
    }

    @Test
    void iterationsOfAKnownNumberInAnEpoch_countWholeEpochs() {
        training(50, 1.0, 120);
        training(100, 1.0, 120);
        training(50, 2.0, 120);
        training(50, 3.0, 120);

        assertThat(steps()).containsExactly(50L, 100L, 170L, 290L);
    }

    @Test
    void oneRowAnEpochWithTheSameIteration_goesOn() {
        training(469L, 1.0);
        training(469L, 2.0);
        training(469L, 3.0);

        assertThat(steps()).containsExactly(469L, 938L, 1407L);
    }

    @Test
    void epochThatGoesBackAmongIterations_isTheNextAttemptAtTheStepOfThatEpoch() {
        for (long epoch : new long[] {0, 1, 2, 1}) {
            for (long iteration = 0; iteration < 50; iteration += 10) {
                training(iteration, (double) epoch);
            }
        }

        assertThat(places.get(15)).isEqualTo(new StepNumbers.Place(50, 1, false));
    }

    @Test
    void stepThatIsALittleBehind_isLate() {
        training(10L, null);
        training(20L, null);
        training(30L, null);
        training(20L, null);
        training(40L, null);

        assertThat(places.stream().map(StepNumbers.Place::late)).containsExactly(false, false, false, true, false);
        assertThat(attempts()).containsOnly(0);
    }

    @Test
    void stepThatGoesBackToACheckpoint_isTheNextAttempt() {
        for (long step = 0; step <= 100; step += 10) {
            training(step, null);
        }
        training(60L, null);

        assertThat(places.get(11)).isEqualTo(new StepNumbers.Place(60, 1, false));
    }

    @Test
    void evaluationAtAStepThatWasTold_staysInItsAttempt() {
        training(10L, 0.5);
        training(20L, 1.0);
        evaluation(10L, 0.5);
        evaluation(20L, 1.0);

        assertThat(steps()).containsExactly(10L, 20L, 10L, 20L);
        assertThat(attempts()).containsOnly(0);
    }

    @Test
    void firstRowsWithoutAStep_doNotHideTheStepsThatFollow() {
        training(null, null);
        training(100L, null);
        evaluation(null, null);

        assertThat(steps()).containsExactly(0L, 100L, 100L);
    }

    private void training(Long step, Double epoch) {
        RowValues values = new RowValues();
        values.step = step;
        values.epoch = epoch;
        values.loss = 1.0;
        places.add(numbers.next(values, row++));
    }

    private void training(long step, double epoch, long stepsInEpoch) {
        RowValues values = new RowValues();
        values.step = step;
        values.stepsInEpoch = stepsInEpoch;
        values.epoch = epoch;
        values.loss = 1.0;
        places.add(numbers.next(values, row++));
    }

    private void evaluation(Long step, Double epoch) {
        RowValues values = new RowValues();
        values.step = step;
        values.epoch = epoch;
        values.evaluation(io.gradwatch.schema.Split.TRAIN_VAL).loss = 1.0;
        places.add(numbers.next(values, row++));
    }

    private List<Long> steps() {
        return places.stream().map(StepNumbers.Place::step).toList();
    }

    private List<Integer> attempts() {
        return places.stream().map(StepNumbers.Place::attempt).toList();
    }

    private static List<Long> repeated(int times, int steps) {
        return LongStream.range(0, (long) times * steps)
                .map(i -> i % steps)
                .boxed()
                .toList();
    }
}
