package io.gradwatch.agent.logs.text.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.text.line.Count;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextStepsTest {

    private static final double NO_LOSS = Double.NaN;

    @Test
    void stepsOfTheWholeTraining_areTaken() {
        assertThat(steps("step", -1, 10, 20, 30)).containsExactly(10L, 20L, 30L);
    }

    @Test
    void batches_areCountedOn_overEpochsThatNobodyPrints() {
        assertThat(steps("batch", 100, 50, 100, 50, 100)).containsExactly(50L, 100L, 150L, 200L);
        assertThat(steps("batch", -1, 10, 20, 10, 20)).containsExactly(10L, 20L, 30L, 40L);
    }

    @Test
    void iterationsWithinEpochs_areCountedOn() {
        TextSteps steps = new TextSteps(TextSteps.Mode.STEP);

        assertThat(steps.next(new Count(1, -1), new Count(50, 100), "iter", NO_LOSS))
                .isEqualTo(50);
        assertThat(steps.next(new Count(1, -1), new Count(100, 100), "iter", NO_LOSS))
                .isEqualTo(100);
        assertThat(steps.next(new Count(2, -1), new Count(50, 100), "iter", NO_LOSS))
                .isEqualTo(150);
        assertThat(steps.areWithin()).isTrue();
        assertThat(steps.of(new Count(1, -1), new Count(100, 100))).isEqualTo(100);
        assertThat(steps.of(new Count(2, -1), new Count(100, 100))).isEqualTo(200);
    }

    @Test
    void countAtItsEnd_thatBeginsAgainWithTheFirstLoss_isAnotherTraining() {
        TextSteps steps = new TextSteps(TextSteps.Mode.STEP);
        steps.next(null, new Count(50, 100), "step", 2.5);
        steps.next(null, new Count(100, 100), "step", 0.5);

        assertThat(steps.next(null, new Count(50, 100), "step", 2.4)).isEqualTo(50);
        assertThat(steps.beganAnew()).isTrue();
        assertThat(steps.next(null, new Count(100, 100), "step", 0.5)).isEqualTo(100);
        assertThat(steps.beganAnew()).isFalse();
    }

    @Test
    void countAtItsEnd_thatBeginsAgainWithTheLastLoss_isTheNextEpoch() {
        TextSteps steps = new TextSteps(TextSteps.Mode.STEP);
        steps.next(null, new Count(50, 100), "step", 2.5);
        steps.next(null, new Count(100, 100), "step", 0.5);

        assertThat(steps.next(null, new Count(50, 100), "step", 0.6)).isEqualTo(150);
        assertThat(steps.beganAnew()).isFalse();
    }

    @Test
    void rows_beginAgainAtZero_whereTheEpochGoesBackFar() {
        TextSteps steps = new TextSteps(TextSteps.Mode.ROW);
        List<Long> rows = Arrays.stream(new double[] {1, 2, 3, 4, 3, 1, 2})
                .mapToObj(epoch -> steps.next(new Count(epoch, -1), null, "", NO_LOSS))
                .toList();

        assertThat(rows).containsExactly(0L, 1L, 2L, 3L, 4L, 0L, 1L);
    }

    private static List<Long> steps(String word, long total, int... counts) {
        TextSteps steps = new TextSteps(TextSteps.Mode.STEP);
        return Arrays.stream(counts)
                .mapToObj(count -> steps.next(null, new Count(count, total), word, NO_LOSS))
                .toList();
    }
}
