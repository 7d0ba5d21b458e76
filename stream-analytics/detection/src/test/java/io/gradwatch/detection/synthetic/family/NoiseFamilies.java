package io.gradwatch.detection.synthetic.family;

import static io.gradwatch.detection.synthetic.family.HealthyFamily.steps;

import java.util.List;

/** Logs with a row per step whose noise is what is hard about them. */
final class NoiseFamilies {

    private NoiseFamilies() {}

    static List<HealthyFamily> all() {
        return List.of(
                steps("noise-student", NoiseFamilies::student),
                steps("noise-lognormal", NoiseFamilies::lognormal),
                steps("noise-above-trend", NoiseFamilies::aboveTrend),
                steps(
                        "noise-grows",
                        (draw, rows) -> changing(draw, rows, draw.between(0.03, 0.1), draw.between(0.2, 0.4))),
                steps(
                        "noise-shrinks",
                        (draw, rows) -> changing(draw, rows, draw.between(0.2, 0.4), draw.between(0.02, 0.08))),
                steps("noise-autocorrelated", NoiseFamilies::autocorrelated),
                steps("noise-single-spikes", NoiseFamilies::singleSpikes),
                steps("noise-gradient-spikes", NoiseFamilies::gradientSpikes),
                steps("noise-by-sequence-length", NoiseFamilies::bySequenceLength),
                steps("noise-last-batch-smaller", NoiseFamilies::lastBatchSmaller));
    }

    private static Level learning(Draw draw) {
        double start = draw.magnitude(0.7, 11);
        return Level.learning(draw, start, start * draw.between(0.1, 0.4));
    }

    private static Curve student(Draw draw, long rows) {
        Noise noise = Noise.student(draw, draw.between(2.2, 3.5), draw.between(0.03, 0.12));
        return new StepLog(rows, learning(draw), noise)
                .gradients(draw.magnitude(0.3, 5), 0.4, Noise.student(draw, 2.5, 0.2));
    }

    private static Curve lognormal(Draw draw, long rows) {
        return new StepLog(rows, learning(draw), Noise.lognormal(draw, draw.between(0.3, 0.7)))
                .gradients(draw.magnitude(0.3, 5), 0.4, Noise.lognormal(draw, 0.7));
    }

    /** The whole run learns less than one batch differs from the next. */
    private static Curve aboveTrend(Draw draw, long rows) {
        double start = draw.magnitude(0.2, 5);
        Level level = Level.exponential(start, start * draw.between(0.5, 0.75), draw.between(2, 8));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.5, 0.8))).gradients(draw);
    }

    private static Curve changing(Draw draw, long rows, double first, double last) {
        return new StepLog(rows, learning(draw), Noise.changing(draw, first, last)).gradients(draw);
    }

    private static Curve autocorrelated(Draw draw, long rows) {
        double correlation = 1 - draw.magnitude(0.01, 0.3);
        return new StepLog(rows, learning(draw), Noise.autocorrelated(draw, correlation, draw.between(0.05, 0.15)))
                .gradients(draw);
    }

    /** A hard batch now and then, in a noise of its size. */
    private static Curve singleSpikes(Draw draw, long rows) {
        Noise noise = Noise.lognormal(draw, draw.between(0.2, 0.35));
        double probability = draw.magnitude(0.003, 0.03);
        return new StepLog(rows, learning(draw), Noise.withSpikes(draw, noise, probability, 3)).gradients(draw);
    }

    /** The gradient of one batch is now and then tens of times larger, is clipped, and the loss does not notice. */
    private static Curve gradientSpikes(Draw draw, long rows) {
        Noise gradient = Noise.lognormal(draw, 0.3);
        double probability = draw.magnitude(0.002, 0.02);
        return new StepLog(rows, learning(draw), Noise.lognormal(draw, draw.between(0.05, 0.2)))
                .gradients(
                        draw.magnitude(0.3, 5),
                        0.4,
                        share -> gradient.next(share) * (draw.chance(probability) ? draw.magnitude(5, 100) : 1));
    }

    /** Batches sorted by length within an epoch: the loss goes up and down with the length. */
    private static Curve bySequenceLength(Draw draw, long rows) {
        long period = Math.max(4, Math.round(rows / draw.between(5, 40)));
        double depth = draw.between(0.05, 0.2);
        Level trend = learning(draw);
        Level level = (index, of) -> trend.at(index, of) * (1 + depth * ((index % period) / (double) period - 0.5));
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.03, 0.15))).epochs(0, period);
    }

    /** A loss that is summed over the batch: the last one of an epoch has fewer examples. */
    private static Curve lastBatchSmaller(Draw draw, long rows) {
        long period = draw.whole(20, 200);
        double part = draw.between(0.2, 0.8);
        Level trend = learning(draw).times(draw.magnitude(16, 512));
        Level level = (index, of) -> trend.at(index, of) * (index % period == period - 1 ? part : 1);
        return new StepLog(rows, level, Noise.lognormal(draw, draw.between(0.05, 0.15))).epochs(0, period);
    }
}
