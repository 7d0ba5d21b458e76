package io.gradwatch.benchmarks.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Statistics of a few rounds. */
public final class Numbers {

    private Numbers() {}

    /** The middle one, or the upper one of the two in the middle; NaN of none. */
    public static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    /** The median of a figure. */
    public static <T> double median(List<T> of, ToDoubleFunction<T> figure) {
        return median(of.stream().map(figure::applyAsDouble).toList());
    }

    /** The value that the share {@code rank} (0 to 1) of the values is below; NaN of none. */
    public static double quantile(List<Double> values, double rank) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (rank * sorted.size())));
    }
}
