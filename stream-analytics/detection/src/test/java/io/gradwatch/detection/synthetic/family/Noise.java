package io.gradwatch.detection.synthetic.family;

/** Factor on the expected loss of a row: the noise of its batch. */
@FunctionalInterface
interface Noise {

    /** The smallest share of its expectation that a loss falls to, where the noise has no floor of its own. */
    double FLOOR = 0.05;

    /** @param share how far the run is, 0 to 1 */
    double next(double share);

    /** Log-normal, the same over the run. */
    static Noise lognormal(Draw draw, double deviation) {
        return share -> draw.factor(deviation);
    }

    /** Log-normal, with a deviation that moves from one value to another. */
    static Noise changing(Draw draw, double first, double last) {
        return share -> draw.factor(first + (last - first) * share);
    }

    /** Heavy tails: lone batches far above the rest belong to it. */
    static Noise student(Draw draw, double degrees, double scale) {
        return share -> Math.max(FLOOR, 1 + scale * draw.student(degrees));
    }

    /** Batches of a like kind follow each other. */
    static Noise autocorrelated(Draw draw, double correlation, double deviation) {
        double[] state = {draw.normal()};
        double innovation = Math.sqrt(1 - correlation * correlation);
        return share -> {
            state[0] = correlation * state[0] + innovation * draw.normal();
            return Math.exp(deviation * state[0]);
        };
    }

    /** A noise with lone higher batches, in proportion to it, that are gone at the next row. */
    static Noise withSpikes(Draw draw, Noise noise, double probability, double highest) {
        return share -> noise.next(share) * (draw.chance(probability) ? draw.between(1.3, highest) : 1);
    }
}
