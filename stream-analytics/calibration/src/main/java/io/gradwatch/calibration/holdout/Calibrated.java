package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.detection.judge.Bars;
import io.gradwatch.detection.judge.Judge;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Judges with probabilities and bars that come of runs that were held out.
 *
 * @param judges one a family
 * @param bars of all rates
 */
public record Calibrated(Map<JudgeFamily, Judge> judges, Bars bars) {

    /** Rates of the table of bars. */
    private static final double[] RATES = {0.01, 0.015, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3};

    /**
     * Calibrates trees.
     *
     * @param trees to judge with
     * @param heldOut runs judged by trees that did not see them
     * @param provenance lines that go into every file
     */
    public static Calibrated of(FittedTrees trees, List<HeldOutRun> heldOut, List<String> provenance) {
        Dial dial = Dial.of(heldOut);
        Map<JudgeFamily, Judge> judges = new EnumMap<>(JudgeFamily.class);
        for (JudgeFamily family : JudgeFamily.values()) {
            Calibration calibration = dial.calibration(family);
            judges.put(
                    family,
                    new Judge(trees.own().get(family), calibration.slope(), calibration.intercept(), provenance));
        }
        return new Calibrated(judges, bars(dial));
    }

    /** The same as the engine takes them. */
    public Judges toJudges() {
        return new Judges(judges, bars);
    }

    private static Bars bars(Dial dial) {
        List<Bars.Row> rows = new ArrayList<>();
        DoubleStream.of(RATES)
                .forEach(rate -> rows.add(new Bars.Row(
                        rate,
                        Arrays.stream(JudgeFamily.values())
                                .map(family -> 1 / (1 + Math.exp(-dial.bar(family, rate))))
                                .toList())));
        return new Bars(rows);
    }
}
