package io.gradwatch.calibration.holdout;

import io.gradwatch.detection.judge.JudgeFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Bars of the families on the scale of calibrated log odds, for any rate of false alarms. The budget is split so that
 * most faults are found and rightly named: each family has an offset to one common scale.
 */
final class Dial {

    /** Rates at which the split is chosen. */
    private static final double[] RATES = {0.03, 0.05, 0.1};

    private static final double[] MOVES = {-1, -0.5, 0.5, 1};
    private static final int ROUNDS = 3;
    private static final double PRICE_OF_WRONG_FAMILY = 0.5;
    private static final JudgeFamily[] FAMILIES = JudgeFamily.values();

    private final Calibration[] calibrations;
    private final double[] offsets;
    private final double[] healthy;

    private Dial(Calibration[] calibrations, double[] offsets, List<HeldOutRun> quiet) {
        this.calibrations = calibrations;
        this.offsets = offsets;
        healthy = quiet.stream()
                .map(this::highest)
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Reads the bars off the healthy ones of these runs. */
    static Dial of(List<HeldOutRun> runs) {
        List<HeldOutRun> quiet =
                runs.stream().filter(judged -> judged.run().run().healthy()).toList();
        List<HeldOutRun> faulty =
                runs.stream().filter(judged -> judged.run().run().faulty()).toList();
        Calibration[] calibrations = Arrays.stream(FAMILIES)
                .map(family -> Calibration.of(runs, family))
                .toArray(Calibration[]::new);
        Dial best = new Dial(calibrations, new double[FAMILIES.length], quiet);
        double bestValue = best.value(faulty);
        for (int round = 0; round < ROUNDS; round++) {
            for (int family = 0; family < FAMILIES.length; family++) {
                for (double move : MOVES) {
                    double[] moved = best.offsets.clone();
                    moved[family] += move;
                    Dial other = new Dial(calibrations, moved, quiet);
                    double value = other.value(faulty);
                    if (value > bestValue) {
                        bestValue = value;
                        best = other;
                    }
                }
            }
        }
        return best;
    }

    /**
     * Calibrated log odds from which on a family alarms.
     *
     * @param rate part of healthy runs that may ever be alarmed on
     */
    double bar(JudgeFamily family, double rate) {
        return common(rate) - offsets[family.ordinal()];
    }

    /**
     * Log odds by which a look is above the bars, one a family.
     *
     * @param margins smoothed and not calibrated, one a family
     */
    double[] excess(float[] margins, double rate) {
        double bar = common(rate);
        double[] excess = new double[FAMILIES.length];
        for (int family = 0; family < FAMILIES.length; family++) {
            excess[family] = scaled(margins, family) - bar;
        }
        return excess;
    }

    /** How the log odds of a family are calibrated. */
    Calibration calibration(JudgeFamily family) {
        return calibrations[family.ordinal()];
    }

    /** The healthy runs that a rate lets alarm, of n + 1: the next run is one of them with the same chance as each. */
    private double common(double rate) {
        int allowed = (int) Math.floor(rate * (healthy.length + 1));
        return allowed >= healthy.length ? Double.NEGATIVE_INFINITY : Math.nextUp(healthy[allowed]);
    }

    private double scaled(float[] margins, int family) {
        return calibrations[family].logOdds(margins[family]) + offsets[family];
    }

    private double highest(HeldOutRun run) {
        if (run.nonFinite() < run.margins().length) {
            return Double.POSITIVE_INFINITY;
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (float[] look : run.margins()) {
            for (int family = 0; family < FAMILIES.length; family++) {
                highest = Math.max(highest, scaled(look, family));
            }
        }
        return highest;
    }

    private double value(List<HeldOutRun> faulty) {
        List<Double> values = new ArrayList<>();
        for (double rate : RATES) {
            for (HeldOutRun run : faulty) {
                Set<JudgeFamily> told = Outcome.of(run, this, rate).told();
                long right = told.stream()
                        .filter(family -> run.run().accepts(family))
                        .count();
                values.add((right > 0 ? 1 : 0) - PRICE_OF_WRONG_FAMILY * (told.size() - right));
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }
}
