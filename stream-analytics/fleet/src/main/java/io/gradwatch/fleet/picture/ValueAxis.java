package io.gradwatch.fleet.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Vertical axis of a picture. It has the rules of the page's charts: values that explode leave the axis, and a steady
 * change over many orders makes it logarithmic.
 *
 * @param log true where equal factors have equal distances
 * @param low value at its lower end
 * @param high value at its upper end
 */
record ValueAxis(boolean log, double low, double high) {

    /** Values this many times above the median leave the axis. Own choice, as all numbers here. */
    private static final double EXPLODES = 1e6;

    private static final double USUAL = 100;
    private static final double EXPLODES_LINEAR = 1_000;
    private static final double USUAL_LINEAR = 10;
    private static final double FLATTENS = 100;
    private static final int MOST_LOG_TICKS = 7;
    private static final int LINEAR_TICKS = 5;

    /**
     * Axis for values and the levels near them.
     *
     * @param values in any order; those that are not finite have no place on it
     * @param log true where the alert shows best on a logarithmic axis
     */
    static ValueAxis of(double[] values, boolean log, List<Level> levels) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new ValueAxis(log, Double.NaN, Double.NaN).around(levels);
        }
        if (log) {
            double[] positive = Arrays.stream(sorted).filter(value -> value > 0).toArray();
            return ends(true, positive).around(levels);
        }
        if (sorted[0] > 0) {
            return automatic(sorted).around(levels);
        }
        double[] sizes = Arrays.stream(sorted)
                .map(Math::abs)
                .filter(size -> size > 0)
                .sorted()
                .toArray();
        double size = quantile(sizes, 0.5);
        double largest = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
        boolean explodes = size > 0 && largest > EXPLODES_LINEAR * size;
        double[] shown = Arrays.stream(sorted)
                .filter(value -> !explodes || Math.abs(value) <= USUAL_LINEAR * size)
                .toArray();
        return ends(false, shown).around(levels);
    }

    private static ValueAxis automatic(double[] sorted) {
        double median = quantile(sorted, 0.5);
        boolean steady = median / quantile(sorted, 0.1) > FLATTENS;
        boolean explodes = !steady && sorted[sorted.length - 1] / median > EXPLODES;
        double[] shown = Arrays.stream(sorted)
                .filter(value -> !explodes || value <= USUAL * median)
                .toArray();
        return ends(shown[shown.length - 1] / quantile(shown, 0.1) > FLATTENS, shown);
    }

    private static ValueAxis ends(boolean log, double[] sorted) {
        return sorted.length == 0
                ? new ValueAxis(log, Double.NaN, Double.NaN)
                : new ValueAxis(log, sorted[0], sorted[sorted.length - 1]);
    }

    private static double quantile(double[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    /** The same, widened to the levels within reach, with a little room above and below. */
    private ValueAxis around(List<Level> levels) {
        double reach = log ? high * 1_000 : 4 * Math.max(Math.abs(low), Math.abs(high));
        double[] all = DoubleStream.concat(
                        DoubleStream.of(low, high),
                        levels.stream()
                                .mapToDouble(Level::value)
                                .filter(value -> Double.isNaN(high) || Math.abs(value) <= reach))
                .filter(value -> Double.isFinite(value) && (!log || value > 0))
                .toArray();
        double least = Arrays.stream(all).min().orElse(log ? 0.1 : 0);
        double most = Arrays.stream(all).max().orElse(1);
        return log ? logarithmic(least, most) : linear(least, most);
    }

    private static ValueAxis logarithmic(double least, double most) {
        double from = Math.log10(least);
        double to = Math.log10(most);
        double room = Math.max((to - from) * 0.06, to - from < 0.5 ? 0.25 : 0.02);
        return new ValueAxis(
                true,
                Math.max(Double.MIN_VALUE, Math.pow(10, from - room)),
                Math.min(Double.MAX_VALUE, Math.pow(10, to + room)));
    }

    private static ValueAxis linear(double least, double most) {
        boolean varies = most - least > 1e-9 * Math.max(Math.abs(least), Math.abs(most));
        double room = varies ? (most - least) * 0.08 : most == 0 ? 1 : Math.abs(most) * 0.1;
        double low = Math.max(-Double.MAX_VALUE, least - room);
        return new ValueAxis(false, least >= 0 && low < 0 ? 0 : low, Math.min(Double.MAX_VALUE, most + room));
    }

    /** Place of a value: 0 at the lower end, 1 at the upper one. */
    double place(double value) {
        return log
                ? (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : value / 2 - low / 2 == 0 ? 0 : (value / 2 - low / 2) / (high / 2 - low / 2);
    }

    /** True where a line can be drawn to the value. */
    boolean shows(double value) {
        return Double.isFinite(value) && (!log || value > 0);
    }

    /** Values with a tick, ascending. */
    List<Double> ticks() {
        return log ? logTicks() : linearTicks(low, high, LINEAR_TICKS);
    }

    private List<Double> logTicks() {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int every = Math.max(1, (int) Math.ceil((double) (last - first) / MOST_LOG_TICKS));
        int[] digits = Math.log10(high) - Math.log10(low) < 2.2 ? new int[] {1, 2, 5} : new int[] {1};
        List<Double> ticks = new ArrayList<>();
        for (int power = -Math.floorDiv(-first, every) * every; power <= last; power += every) {
            for (int digit : digits) {
                double tick = Double.parseDouble(digit + "e" + power);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** Round numbers between two values, at most twice as many as asked for. */
    static List<Double> linearTicks(double low, double high, int about) {
        double raw = (high / about) - (low / about);
        if (!(raw > 0) || Double.isInfinite(raw)) {
            return List.of(low);
        }
        double unit = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = unit * (raw / unit < 1.5 ? 1 : raw / unit < 3.5 ? 2 : raw / unit < 7.5 ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(low / step);
        for (int i = 0; i <= 2 * about && (first + i) * step <= high; i++) {
            ticks.add((first + i) * step);
        }
        return ticks;
    }
}
