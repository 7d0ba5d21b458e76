package io.gradwatch.calibration.holdout;

import io.gradwatch.detection.judge.JudgeFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Bars of the families on the scale of smoothed log odds, for any rate of false alarms. The budget is split so that
 * most faults are found: each family has an offset to one common scale, chosen by recall.
 */
final class Dial {

    /** Rates at which the split is chosen. */
    private static final double[] RATES = {0.02, 0.03, 0.05, 0.08, 0.1};

    private static final double[] MOVES = {-1, -0.5, 0.5, 1};
    private static final int ROUNDS = 3;
    private static final JudgeFamily[] FAMILIES = JudgeFamily.values();

    private final double[] offsets;
    private final List<Double> healthy;

    private Dial(double[] offsets, List<Double> healthy) {
        this.offsets = offsets;
        this.healthy = healthy;
    }

    /** Reads the bars off the healthy ones of these runs. */
    static Dial of(List<JudgedRun> runs) {
        List<double[]> quiet = highest(
                runs.stream().filter(judged -> judged.run().run().healthy()).toList());
        List<JudgedRun> faulty =
                runs.stream().filter(judged -> judged.run().run().faulty()).toList();
        List<double[]> loud = highest(faulty);
        double[] offsets = new double[FAMILIES.length];
        for (int i = 0; i < FAMILIES.length; i++) {
            Calibration calibration = Calibration.of(runs, FAMILIES[i]);
            offsets[i] = calibration.intercept() / calibration.slope();
        }
        double best = value(offsets, quiet, faulty, loud);
        for (int round = 0; round < ROUNDS; round++) {
            for (int family = 0; family < offsets.length; family++) {
                for (double move : MOVES) {
                    double[] moved = offsets.clone();
                    moved[family] += move;
                    double value = value(moved, quiet, faulty, loud);
                    if (value > best + 1e-9) {
                        best = value;
                        offsets = moved;
                    }
                }
            }
        }
        return new Dial(offsets, tops(offsets, quiet));
    }

    /**
     * Smoothed log odds from which on a family alarms.
     *
     * @param rate part of healthy runs that may ever be alarmed on
     */
    double bar(JudgeFamily family, double rate) {
        return bar(healthy, rate) - offsets[family.ordinal()];
    }

    /** The healthy runs that a rate lets alarm, of n + 1: the next run is one of them with the same chance as each. */
    private static double bar(List<Double> falling, double rate) {
        int allowed = (int) Math.floor(rate * (falling.size() + 1));
        return allowed >= falling.size() ? Double.NEGATIVE_INFINITY : Math.nextUp(falling.get(allowed));
    }

    private static List<double[]> highest(List<JudgedRun> runs) {
        List<double[]> all = new ArrayList<>();
        for (JudgedRun run : runs) {
            double[] highest = new double[FAMILIES.length];
            for (JudgeFamily family : FAMILIES) {
                highest[family.ordinal()] = run.highest(family);
            }
            all.add(highest);
        }
        return all;
    }

    private static List<Double> tops(double[] offsets, List<double[]> highest) {
        List<Double> tops = new ArrayList<>();
        for (double[] run : highest) {
            double top = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < offsets.length; i++) {
                top = Math.max(top, run[i] + offsets[i]);
            }
            tops.add(top);
        }
        tops.sort(Comparator.reverseOrder());
        return Collections.unmodifiableList(tops);
    }

    private static double value(double[] offsets, List<double[]> quiet, List<JudgedRun> faulty, List<double[]> loud) {
        List<Double> tops = tops(offsets, quiet);
        double value = 0;
        for (double rate : RATES) {
            double bar = bar(tops, rate);
            for (int i = 0; i < faulty.size(); i++) {
                for (JudgeFamily family : FAMILIES) {
                    int place = family.ordinal();
                    if (faulty.get(i).run().accepts(family) && loud.get(i)[place] + offsets[place] >= bar) {
                        value++;
                        break;
                    }
                }
            }
        }
        return value;
    }
}
