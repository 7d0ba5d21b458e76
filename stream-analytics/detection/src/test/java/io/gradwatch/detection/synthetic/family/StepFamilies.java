package io.gradwatch.detection.synthetic.family;

import static io.gradwatch.detection.synthetic.family.HealthyFamily.steps;
import static io.gradwatch.detection.synthetic.family.Trait.GRADIENTS;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNING_RATE;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNS;
import static io.gradwatch.detection.synthetic.family.Trait.QUIET;
import static io.gradwatch.detection.synthetic.family.Trait.VALIDATES;

import java.util.List;

/** Logs with a row per step: shapes and schedules. */
final class StepFamilies {

    private StepFamilies() {}

    static List<HealthyFamily> all() {
        return List.of(
                steps("steps-power-law", StepFamilies::powerLaw, LEARNS, QUIET, GRADIENTS),
                steps("steps-exponential", StepFamilies::exponential, LEARNS, QUIET, GRADIENTS),
                steps("steps-piecewise", StepFamilies::piecewise, LEARNS, QUIET, GRADIENTS),
                steps("steps-slow-start", StepFamilies::slowStart),
                steps("steps-staircase", StepFamilies::staircase, LEARNS, QUIET, GRADIENTS, LEARNING_RATE),
                steps("steps-warm-up-cosine", StepFamilies::warmUpCosine, LEARNS, QUIET, GRADIENTS, LEARNING_RATE),
                steps("steps-warm-restarts", StepFamilies::warmRestarts),
                steps("steps-cyclic", StepFamilies::cyclic),
                steps("steps-language-model", StepFamilies::languageModel, LEARNS, GRADIENTS, LEARNING_RATE),
                steps("steps-language-model-epochs", StepFamilies::epochStairs),
                steps("steps-fine-tuning", StepFamilies::fineTuning),
                steps("steps-continued", StepFamilies::continued),
                steps("steps-plateau-then-drop", StepFamilies::plateauThenDrop),
                steps("steps-validated", StepFamilies::validated, LEARNS, QUIET, GRADIENTS, VALIDATES),
                steps("steps-growing-gap", StepFamilies::growingGap, LEARNS, QUIET, GRADIENTS, VALIDATES));
    }

    /** Falls within each cycle; a restart gives back {@code lost} of the whole progress, less in each later cycle. */
    static Level sawTooth(double start, double end, double lost, int cycles) {
        return (index, rows) -> {
            double share = Level.share(index, rows);
            double phase = RateSchedule.phase(share, cycles);
            double trend = end + (1 - end) * Math.exp(-5 * share);
            double tooth = share * cycles < 1 ? 0 : lost * (1 - trend) * Math.exp(-4 * phase) * (1 - 0.5 * share);
            return start * (trend + tooth);
        };
    }

    private static Curve powerLaw(Draw draw, long rows) {
        double start = draw.magnitude(0.7, 11);
        Level level =
                Level.power(start, start * draw.between(0.02, 0.3), draw.magnitude(3, 50), draw.between(0.2, 0.8));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.02, 0.25))).gradients(draw);
    }

    private static Curve exponential(Draw draw, long rows) {
        double start = draw.magnitude(0.7, 11);
        Level level = Level.exponential(start, start * draw.magnitude(0.01, 0.4), draw.between(3, 30));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.02, 0.25))).gradients(draw);
    }

    /** Straight pieces on a logarithmic scale, each flatter or steeper than the last. */
    private static Curve piecewise(Draw draw, long rows) {
        double start = draw.magnitude(0.7, 11);
        double first = draw.between(0.1, 0.3);
        double second = draw.between(0.5, 0.7);
        double[] falls = {draw.between(0.5, 1.5), draw.between(0.1, 0.6), draw.between(0.3, 1.2)};
        Level level = (index, of) -> {
            double share = Level.share(index, of);
            double fall = falls[0] * Math.min(1, share / first)
                    + falls[1] * Math.max(0, Math.min(1, (share - first) / (second - first)))
                    + falls[2] * Math.max(0, (share - second) / (1 - second));
            return start * Math.exp(-fall);
        };
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.02, 0.2))).gradients(draw);
    }

    /** At the loss of guessing for 10 to 300 steps, at most a tenth of the run. */
    private static Curve slowStart(Draw draw, long rows) {
        double start = Math.log(draw.whole(2, 1000));
        long flat = Math.min(rows / 10, Math.round(draw.magnitude(10, 300)));
        Level level = Level.after(flat, Level.exponential(start, start * draw.between(0.02, 0.3), draw.between(5, 20)));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.005, 0.1))).gradients(draw);
    }

    private static Curve staircase(Draw draw, long rows) {
        double start = draw.between(2, 7);
        double first = draw.between(0.3, 0.5);
        double second = draw.between(0.6, 0.8);
        double[] ends = {0.4, draw.between(0.2, 0.28), draw.between(0.1, 0.17)};
        Level level = (index, of) -> {
            double share = Level.share(index, of);
            int stair = share < first ? 0 : share < second ? 1 : 2;
            double since = stair == 0 ? share : share - (stair == 1 ? first : second);
            double from = stair == 0 ? 1 : ends[stair - 1];
            return start * (ends[stair] + (from - ends[stair]) * Math.exp(-since * 60));
        };
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.03, 0.2)))
                .gradients(draw)
                .rate(RateSchedule.drops(draw.magnitude(0.01, 0.5), 10, first, second));
    }

    /** The rate rises from zero and ends at zero, as most jobs have it today. */
    private static Curve warmUpCosine(Draw draw, long rows) {
        double start = draw.between(2, 11);
        Level level = Level.learning(draw, start, start * draw.between(0.1, 0.4));
        double last = draw.chance(0.5) ? 0 : 0.1;
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.02, 0.15)))
                .gradients(draw)
                .rate(RateSchedule.warmUp(
                        draw.between(0.01, 0.1), RateSchedule.cosine(draw.magnitude(1e-5, 1e-2), last)));
    }

    private static Curve warmRestarts(Draw draw, long rows) {
        int cycles = (int) draw.whole(2, 6);
        Level level = sawTooth(draw.magnitude(0.7, 7), draw.between(0.1, 0.3), draw.between(0.15, 0.4), cycles);
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.03, 0.2)))
                .gradients(draw)
                .rate(RateSchedule.restarts(draw.magnitude(0.001, 0.1), cycles));
    }

    private static Curve cyclic(Draw draw, long rows) {
        int cycles = (int) draw.whole(3, 10);
        double depth = draw.between(0.1, 0.3);
        Level trend = Level.exponential(draw.between(1, 5), draw.between(0.3, 0.7), draw.between(3, 8));
        Level level = (index, of) -> trend.at(index, of)
                * (1 + depth * (1 - Math.abs(2 * RateSchedule.phase(Level.share(index, of), cycles) - 1)));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.03, 0.15)))
                .gradients(draw)
                .rate(RateSchedule.triangles(draw.magnitude(0.001, 0.1), cycles));
    }

    /** Pre-training: a quiet loss with small bumps, each gone within tens of steps, that nobody stops a job for. */
    private static Curve languageModel(Draw draw, long rows) {
        double start = draw.between(9, 12);
        Level level = Level.power(start, draw.between(1.6, 2.4), draw.magnitude(10, 100), draw.between(0.3, 0.7));
        Noise batches = Noise.lognormal(draw, draw.between(0.01, 0.03));
        double[] bump = {0};
        double probability = 1 / draw.magnitude(300, 3000);
        double recovery = draw.between(0.7, 0.95);
        Noise noise = share -> {
            bump[0] = draw.chance(probability) ? draw.between(0.03, 0.1) : bump[0] * recovery;
            return batches.next(share) * (1 + bump[0]);
        };
        return new StepLog(rows, level, noise)
                .gradients(draw.between(1, 5), 0.8, share -> draw.factor(0.2) * (1 + draw.between(10, 30) * bump[0]))
                .rate(RateSchedule.warmUp(
                        draw.between(0.01, 0.05), RateSchedule.cosine(draw.magnitude(1e-4, 1e-3), 0.1)));
    }

    /** Fine-tuning over a few epochs: the loss steps down when the data come again. */
    private static Curve epochStairs(Draw draw, long rows) {
        long epochs = draw.whole(2, 5);
        long perEpoch = Math.max(1, rows / epochs);
        double stair = draw.between(0.6, 0.9);
        double start = draw.between(0.8, 2.5);
        Level level = (index, of) -> start
                * Math.pow(stair, index / perEpoch)
                * (0.9 + 0.1 * Math.exp(-(index % perEpoch) / (0.05 * perEpoch)));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.05, 0.2)))
                .gradients(draw.between(0.5, 3), -0.3, Noise.lognormal(draw, 0.25))
                .rate(RateSchedule.cosine(draw.magnitude(1e-6, 2e-4), 0))
                .epochs(0, perEpoch);
    }

    /** From a good start: barely falls, under more noise than it falls by. */
    private static Curve fineTuning(Draw draw, long rows) {
        double start = draw.magnitude(0.2, 2.5);
        Level level = Level.exponential(start, start * draw.between(0.65, 0.88), draw.between(2, 10));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.1, 0.3)))
                .gradients(draw.magnitude(0.5, 10), 0, Noise.lognormal(draw, 0.3))
                .rate(RateSchedule.warmUp(0.03, RateSchedule.cosine(draw.magnitude(1e-6, 1e-4), 0)));
    }

    /** A job that goes on from the checkpoint of another: its first row is a late step, and little is left to learn. */
    private static Curve continued(Draw draw, long rows) {
        long first = Math.round(draw.magnitude(5000, 1e6));
        long perEpoch = Math.max(1, first / draw.whole(5, 40));
        double start = draw.magnitude(0.05, 3);
        Level level = Level.exponential(start, start * draw.between(0.9, 1), draw.between(1, 3));
        StepLog log = new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.03, 0.25)))
                .gradients(draw.magnitude(0.1, 5), 0, Noise.lognormal(draw, 0.3))
                .steps(first, 1);
        return draw.chance(0.5) ? log.epochs(first / (double) perEpoch, perEpoch) : log;
    }

    private static Curve plateauThenDrop(Draw draw, long rows) {
        double start = draw.between(1, 7);
        double middle = draw.between(0.5, 0.75);
        double end = draw.between(0.02, 0.2);
        double drop = draw.between(0.15, 0.4);
        Level level = (index, of) -> {
            double share = Level.share(index, of);
            double early = middle + (1 - middle) * Math.exp(-share * 60);
            return start * (share < drop ? early : end + (early - end) * Math.exp(-(share - drop) * 25));
        };
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.02, 0.15))).gradients(draw);
    }

    private static Curve validated(Draw draw, long rows) {
        double start = draw.magnitude(0.7, 7);
        Level level = Level.learning(draw, start, start * draw.between(0.05, 0.4));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.03, 0.25)))
                .gradients(draw)
                .validation(
                        Math.max(1, rows / draw.whole(10, 100)),
                        level.times(draw.between(0.95, 1.15)),
                        Noise.lognormal(draw, draw.between(0.005, 0.03)));
    }

    /** Training goes on towards zero, validation stays where it stopped. */
    private static Curve growingGap(Draw draw, long rows) {
        double start = draw.magnitude(0.7, 7);
        Level level = Level.exponential(start, start * draw.magnitude(0.002, 0.05), draw.between(4, 8));
        Level validation = Level.exponential(start, start * draw.between(0.2, 0.5), draw.between(12, 30));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.05, 0.25)))
                .gradients(draw)
                .validation(
                        Math.max(1, rows / draw.whole(10, 100)),
                        validation,
                        Noise.lognormal(draw, draw.between(0.005, 0.03)));
    }
}
