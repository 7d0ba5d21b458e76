package io.gradwatch.detection.synthetic.family;

import static io.gradwatch.detection.synthetic.family.HealthyFamily.epochs;
import static io.gradwatch.detection.synthetic.family.HealthyFamily.steps;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNS;

import java.util.List;

/** Logs that are odd in what they write down, not in what was trained. */
final class LogFamilies {

    private LogFamilies() {}

    static List<HealthyFamily> all() {
        return List.of(
                steps("log-smoothed", LogFamilies::smoothed),
                steps("log-rounded", LogFamilies::rounded),
                epochs("log-rounded-epochs", LogFamilies::roundedEpochs),
                steps("log-bfloat16", LogFamilies::bfloat16),
                steps("log-every-k-steps", LogFamilies::everySoManySteps, LEARNS),
                steps("log-rising-gradient-norm", LogFamilies::risingGradientNorm, LEARNS),
                steps("log-clipped-gradient-norm", LogFamilies::clippedGradientNorm, LEARNS),
                steps("log-loss-scaler", LogFamilies::lossScaler),
                steps("log-quick-convergence", LogFamilies::quickConvergence));
    }

    private static StepLog learning(Draw draw, long rows, double noise) {
        double start = draw.magnitude(0.7, 11);
        Level level = Level.learning(draw, start, start * draw.between(0.05, 0.4));
        return new StepLog(rows, level, Noise.lognormal(draw, noise)).gradients(draw);
    }

    /** Value of a progress bar: an exponential moving average. */
    private static Curve smoothed(Draw draw, long rows) {
        Curve raw = learning(draw, rows, draw.between(0.1, 0.4));
        double weight = draw.between(0.8, 0.99);
        double[] average = {Double.NaN};
        return (index, row) -> {
            raw.fill(index, row);
            average[0] = index == 0 ? row.loss : weight * average[0] + (1 - weight) * row.loss;
            row.loss = average[0];
        };
    }

    private static Curve rounded(Draw draw, long rows) {
        Curve raw = learning(draw, rows, draw.between(0.01, 0.2));
        double unit = Math.pow(10, draw.whole(2, 4));
        return (index, row) -> {
            raw.fill(index, row);
            row.loss = Math.rint(row.loss * unit) / unit;
            row.gradientNorm = Math.rint(row.gradientNorm * unit) / unit;
        };
    }

    private static Curve roundedEpochs(Draw draw, long rows) {
        double start = draw.between(0.7, 5);
        Level level = Level.exponential(start, start * draw.between(0.02, 0.3), draw.between(5, 15));
        Curve raw = new EpochLog(rows, level, Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .validation(level.times(draw.between(1.02, 1.3)), Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .accuracies(draw, 0.1, draw.between(0.7, 0.99), 10_000);
        double unit = Math.pow(10, draw.whole(2, 4));
        return (index, row) -> {
            raw.fill(index, row);
            row.loss = Math.rint(row.loss * unit) / unit;
            row.validationLoss = Math.rint(row.validationLoss * unit) / unit;
            row.accuracy = Math.rint(row.accuracy * unit) / unit;
            row.validationAccuracy = Math.rint(row.validationAccuracy * unit) / unit;
        };
    }

    /** A loss in a type of eight significant bits: many rows have the same value. */
    private static Curve bfloat16(Draw draw, long rows) {
        Curve raw = learning(draw, rows, draw.between(0.01, 0.1));
        return (index, row) -> {
            raw.fill(index, row);
            int bits = Float.floatToIntBits(row.loss.floatValue());
            row.loss = (double) Float.intBitsToFloat((bits + 0x8000) & 0xFFFF0000);
        };
    }

    /** Gradient accumulation, or a logger that writes every tenth step: step numbers have gaps. */
    private static Curve everySoManySteps(Draw draw, long rows) {
        return learning(draw, rows, draw.between(0.02, 0.15)).steps(0, draw.whole(2, 500));
    }

    /** Weights grow, and the norm of the gradient with them, while the loss falls as it should. */
    private static Curve risingGradientNorm(Draw draw, long rows) {
        double start = draw.magnitude(0.7, 11);
        double rise = draw.magnitude(2, 10);
        Level level = Level.learning(draw, start, start * draw.between(0.1, 0.4));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.03, 0.2)))
                .gradients(draw.magnitude(0.05, 1), 0, share -> Math.pow(rise, share) * draw.factor(0.25));
    }

    /** The norm is logged after clipping: exactly the limit in most rows. */
    private static Curve clippedGradientNorm(Draw draw, long rows) {
        Curve raw = learning(draw, rows, draw.between(0.03, 0.2));
        double limit = draw.chance(0.5) ? 1 : 0.5;
        return (index, row) -> {
            raw.fill(index, row);
            row.gradientNorm = Math.min(limit, row.gradientNorm);
        };
    }

    /** A loss scaler looks for its scale: the gradient of one step overflows now and then, and the step is skipped. */
    private static Curve lossScaler(Draw draw, long rows) {
        Curve raw = learning(draw, rows, draw.between(0.03, 0.2));
        long period = draw.whole(50, 2000);
        boolean told = draw.chance(0.5);
        return (index, row) -> {
            raw.fill(index, row);
            boolean overflow = index == 0 || index == 2 || index % period == period - 1;
            row.gradientNorm = overflow ? (Double) Double.POSITIVE_INFINITY : row.gradientNorm;
            row.skippedByLossScaler = overflow && told;
        };
    }

    /** A small problem is solved within a twentieth of the run; the rest is noise near zero. */
    private static Curve quickConvergence(Draw draw, long rows) {
        Level level = Level.exponential(draw.between(0.7, 7), draw.magnitude(1e-6, 1e-2), draw.between(60, 200));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.3, 1)))
                .gradients(draw.magnitude(0.5, 10), 0.8, Noise.lognormal(draw, 0.6));
    }
}
