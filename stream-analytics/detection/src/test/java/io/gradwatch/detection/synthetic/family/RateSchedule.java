package io.gradwatch.detection.synthetic.family;

/** A learning rate over a run. */
@FunctionalInterface
interface RateSchedule {

    /** @param share how far the run is, 0 to 1 */
    double at(double share);

    /** Always the same. */
    static RateSchedule constant(double rate) {
        return share -> rate;
    }

    /** Falls along half a cosine to {@code last} times its start, zero included. */
    static RateSchedule cosine(double rate, double last) {
        return share -> rate * (last + (1 - last) * (1 + Math.cos(Math.PI * Math.min(1, share))) / 2);
    }

    /** Rises from zero over the first {@code part} of the run, then does as {@code then} says. */
    static RateSchedule warmUp(double part, RateSchedule then) {
        return share -> share < part ? then.at(0) * share / part : then.at((share - part) / (1 - part));
    }

    /** Divides by {@code divisor} at each of the shares. */
    static RateSchedule drops(double rate, double divisor, double... shares) {
        return share -> {
            double now = rate;
            for (double drop : shares) {
                now = share >= drop ? now / divisor : now;
            }
            return now;
        };
    }

    /** {@code cycles} cosines, each from the full rate. */
    static RateSchedule restarts(double rate, int cycles) {
        return share -> rate * (1 + Math.cos(Math.PI * phase(share, cycles))) / 2;
    }

    /** {@code cycles} triangles between a tenth of the rate and the rate. */
    static RateSchedule triangles(double rate, int cycles) {
        return share -> rate * (0.1 + 0.9 * (1 - Math.abs(2 * phase(share, cycles) - 1)));
    }

    /** Progress of the present cycle, 0 to 1. */
    static double phase(double share, int cycles) {
        double position = share * cycles;
        return share >= 1 ? 1 : position - Math.floor(position);
    }
}
