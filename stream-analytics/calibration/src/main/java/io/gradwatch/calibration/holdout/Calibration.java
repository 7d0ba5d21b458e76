package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.corpus.ExampleRun;
import java.util.List;

/**
 * Probability from smoothed log odds of held-out looks: {@code 1 / (1 + exp(-(slope * margin + intercept)))} (Platt
 * 1999). Each run weighs the same.
 */
record Calibration(double slope, double intercept) {

    private static final int ITERATIONS = 50;
    private static final double RIDGE = 1e-3;

    /** Fits slope and intercept by Newton's method. */
    static Calibration of(List<HeldOutRun> runs) {
        double slope = 1;
        double intercept = 0;
        for (int i = 0; i < ITERATIONS; i++) {
            double g0 = 0;
            double g1 = RIDGE * (slope - 1);
            double h00 = 1e-9;
            double h01 = 0;
            double h11 = RIDGE;
            for (HeldOutRun judged : runs) {
                ExampleRun run = judged.run();
                if (!run.run().healthy() && !run.run().faulty()) {
                    continue;
                }
                double weight = 1.0 / judged.margins().length;
                for (int look = 0; look < judged.margins().length; look++) {
                    double margin = judged.margins()[look];
                    double p = 1 / (1 + Math.exp(-(slope * margin + intercept)));
                    double error = weight * (p - (faulty(run, look, judged) ? 1 : 0));
                    double curvature = weight * p * (1 - p);
                    g0 += error;
                    g1 += error * margin;
                    h00 += curvature;
                    h01 += curvature * margin;
                    h11 += curvature * margin * margin;
                }
            }
            double determinant = h00 * h11 - h01 * h01;
            intercept -= (h11 * g0 - h01 * g1) / determinant;
            slope -= (h00 * g1 - h01 * g0) / determinant;
        }
        return new Calibration(slope, intercept);
    }

    private static boolean faulty(ExampleRun run, int look, HeldOutRun judged) {
        return run.run().faulty()
                && judged.run().examples().get(look).row() >= run.onsetRow().orElse(0);
    }

    double logOdds(double margin) {
        return slope * margin + intercept;
    }
}
