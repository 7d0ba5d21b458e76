package io.gradwatch.calibration.holdout;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.calibration.ExampleRuns;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.standalone.evaluate.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DialTest {

    private static final int RUNS = 199;

    private final Random random = new Random(1);

    /** Healthy runs whose highest log odds are spread, and faulty ones above most of them. */
    private final List<HeldOutRun> runs = runs();

    @Test
    void askedRate_isGotOnTheRunsThatBarsAreReadOff() {
        Dial dial = Dial.of(runs);

        for (double rate : new double[] {0.02, 0.05, 0.1}) {
            long alarmed = runs.stream()
                    .filter(run -> HeldOutOutcome.of(run, dial, rate).falselyAlarmed())
                    .count();
            assertThat(alarmed).isEqualTo((long) Math.floor(rate * (RUNS + 1)));
        }
    }

    @Test
    void faultOfAFamily_isNamedByIt() {
        Dial dial = Dial.of(runs);

        List<HeldOutRun> found = runs.stream()
                .filter(run -> HeldOutOutcome.of(run, dial, 0.05).found())
                .toList();

        assertThat(found)
                .hasSizeGreaterThan(RUNS / 2)
                .allMatch(run -> HeldOutOutcome.of(run, dial, 0.05).told().contains(JudgeFamily.STANDSTILL));
    }

    @Test
    void higherRate_hasALowerBar() {
        Dial dial = Dial.of(runs);

        assertThat(dial.bar(0.1)).isLessThan(dial.bar(0.02));
    }

    @Test
    void runsThatRulesAlarmOn_areTheFirstOfThoseThatMayBe() {
        List<HeldOutRun> withRuled = new ArrayList<>(runs);
        for (int i = 0; i < 3; i++) {
            withRuled.set(2 * i, judged(ExampleRuns.ruled("r" + i, "r" + i), -9));
        }
        double rate = 5.0 / (RUNS + 1);

        long others = withRuled.stream()
                .filter(run -> HeldOutOutcome.of(run, Dial.of(withRuled), rate).falselyAlarmed())
                .count();

        assertThat(others).isEqualTo(5 - 3);
    }

    @Test
    void moreRuledRunsThanMayBeAlarmedOn_leaveNoneToTheJudge() {
        List<HeldOutRun> withRuled = new ArrayList<>(runs);
        for (int i = 0; i < 9; i++) {
            withRuled.set(2 * i, judged(ExampleRuns.ruled("r" + i, "r" + i), -9));
        }
        Dial dial = Dial.of(withRuled);

        assertThat(dial.bar(5.0 / (RUNS + 1))).isFinite();
        assertThat(withRuled)
                .noneMatch(run -> HeldOutOutcome.of(run, dial, 5.0 / (RUNS + 1)).falselyAlarmed());
    }

    private List<HeldOutRun> runs() {
        List<HeldOutRun> all = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            all.add(judged(ExampleRuns.healthy("h" + i, "h" + i), -4 + random.nextGaussian()));
            all.add(judged(ExampleRuns.faulty("f" + i, "f" + i, Label.PLATEAU, 0, 10), random.nextGaussian()));
        }
        return all;
    }

    private static HeldOutRun judged(ExampleRun run, double margin) {
        float[] margins = new float[run.examples().size()];
        JudgeFamily[] families = new JudgeFamily[margins.length];
        Arrays.fill(margins, (float) margin);
        Arrays.fill(families, JudgeFamily.STANDSTILL);
        return new HeldOutRun(run, 0, margins, families, margins.length);
    }
}
