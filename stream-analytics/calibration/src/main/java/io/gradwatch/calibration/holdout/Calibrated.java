package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.detection.judge.Bars;
import io.gradwatch.detection.judge.Judge;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.judge.TreeModel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Judges with probabilities and bars that come of runs that were held out.
 *
 * @param fault tells whether there is a fault
 * @param names trees that name its family
 * @param bars of all rates
 */
public record Calibrated(Judge fault, Map<JudgeFamily, Judge> names, Bars bars) {

    /** Rates of the table of bars. */
    private static final double[] RATES = {0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5};

    /** A rate at which all are alarmed on. */
    private static final Bars.Row ALL = new Bars.Row(1, 1e-6);

    /**
     * Calibrates trees.
     *
     * @param trees to judge with
     * @param heldOut runs judged by trees that did not see them
     * @param provenance lines that go into every file
     */
    public static Calibrated of(FittedTrees trees, List<HeldOutRun> heldOut, List<String> provenance) {
        Dial dial = Dial.of(heldOut);
        Calibration calibration = dial.calibration();
        Map<JudgeFamily, Judge> names = new EnumMap<>(JudgeFamily.class);
        trees.names().forEach((family, own) -> names.put(family, new Judge(own, 1, 0, provenance)));
        return new Calibrated(
                new Judge(trees.fault(), calibration.slope(), calibration.intercept(), provenance), names, bars(dial));
    }

    /** The same as the engine takes them. */
    public Judges toJudges() {
        Map<JudgeFamily, TreeModel> trees = new EnumMap<>(JudgeFamily.class);
        names.forEach((family, judge) -> trees.put(family, judge.trees()));
        return new Judges(fault, trees, bars);
    }

    private static Bars bars(Dial dial) {
        List<Bars.Row> rows = new ArrayList<>(List.of(ALL));
        DoubleStream.of(RATES).forEach(rate -> rows.add(new Bars.Row(rate, 1 / (1 + Math.exp(-dial.bar(rate))))));
        return new Bars(rows);
    }
}
