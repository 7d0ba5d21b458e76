package io.gradwatch.calibration.holdout;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The bar for any rate of false alarms, on the scale of calibrated log odds. The rate holds on each corpus by itself,
 * so that many easy runs do not stand in for a few hard ones.
 */
final class Dial {

    private static final double RULED = Double.POSITIVE_INFINITY;

    private final Calibration calibration;
    private final List<double[]> healthy;

    private Dial(Calibration calibration, List<double[]> healthy) {
        this.calibration = calibration;
        this.healthy = healthy;
    }

    /** Reads the bars off the healthy ones of these runs. */
    static Dial of(List<HeldOutRun> runs) {
        Calibration calibration = Calibration.of(runs);
        List<double[]> healthy = runs.stream()
                .filter(judged -> judged.run().run().healthy())
                .collect(Collectors.groupingBy(judged -> judged.run().corpus(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(corpus -> falling(corpus, calibration))
                .toList();
        return new Dial(calibration, healthy);
    }

    /**
     * Calibrated log odds from which on a run is alarmed on: of each corpus so many of n + 1 healthy runs are above,
     * since the next run is one of them with the same chance as each (split conformal prediction, Vovk et al. 2005).
     * Runs that the rules alarm on are the first of these. Where they are more than that, no other run is above.
     *
     * @param rate part of healthy runs that may ever be alarmed on
     */
    double bar(double rate) {
        double bar = Double.NEGATIVE_INFINITY;
        for (double[] highest : healthy) {
            int allowed = (int) Math.floor(rate * (highest.length + 1));
            while (allowed < highest.length && highest[allowed] == RULED) {
                allowed++;
            }
            bar = allowed >= highest.length ? bar : Math.max(bar, Math.nextUp(highest[allowed]));
        }
        return bar;
    }

    /** True if a look at a run is above the bar of a rate. */
    boolean alarms(float margin, double rate) {
        return calibration.logOdds(margin) >= bar(rate);
    }

    /** Calibration of log odds. */
    Calibration calibration() {
        return calibration;
    }

    private static double[] falling(List<HeldOutRun> runs, Calibration calibration) {
        return runs.stream()
                .map(run -> highest(run, calibration))
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static double highest(HeldOutRun run, Calibration calibration) {
        double highest = run.run().ruled() ? RULED : Double.NEGATIVE_INFINITY;
        for (float margin : run.margins()) {
            highest = Math.max(highest, calibration.logOdds(margin));
        }
        return highest;
    }
}
