package io.gradwatch.calibration.holdout;

import java.util.Comparator;
import java.util.List;

/** The bar for any rate of false alarms, on the scale of calibrated log odds. */
final class Dial {

    private final Calibration calibration;
    private final double[] healthy;

    private Dial(Calibration calibration, double[] healthy) {
        this.calibration = calibration;
        this.healthy = healthy;
    }

    /** Reads the bars off the healthy ones of these runs. */
    static Dial of(List<HeldOutRun> runs) {
        Calibration calibration = Calibration.of(runs);
        double[] healthy = runs.stream()
                .filter(judged -> judged.run().run().healthy())
                .map(judged -> highest(judged, calibration))
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return new Dial(calibration, healthy);
    }

    /**
     * Calibrated log odds from which on a run is alarmed on: so many of n + 1 healthy runs are above, since the next
     * run is one of them with the same chance as each (split conformal prediction, Vovk et al. 2005).
     *
     * @param rate part of healthy runs that may ever be alarmed on
     */
    double bar(double rate) {
        int allowed = (int) Math.floor(rate * (healthy.length + 1));
        return allowed >= healthy.length ? Double.NEGATIVE_INFINITY : Math.nextUp(healthy[allowed]);
    }

    /** Whether a look at a run is above the bar of a rate. */
    boolean alarms(float margin, double rate) {
        return calibration.logOdds(margin) >= bar(rate);
    }

    /** How log odds are calibrated. */
    Calibration calibration() {
        return calibration;
    }

    private static double highest(HeldOutRun run, Calibration calibration) {
        double highest = run.nonFinite() < run.margins().length ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        for (float margin : run.margins()) {
            highest = Math.max(highest, calibration.logOdds(margin));
        }
        return highest;
    }
}
