package io.gradwatch.standalone.draw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Height of a value between the bottom (0) and the top (1) of a panel: linear, logarithmic, or logarithmic to both
 * sides of zero.
 */
final class ValueAxis {

    /** Greatest over least value from which a linear axis would show one of them only. Own choice. */
    private static final double WIDE = 50;

    /** A value this many times the median is a spike that would flatten all else. Own choice. */
    private static final double SPIKE = 20;

    private static final double MARGIN = 0.06;
    private static final int TICKS = 4;

    private final String name;
    private final DoubleUnaryOperator scale;
    private final double bottom;
    private final double top;
    private final List<Double> ticks;

    private ValueAxis(String name, DoubleUnaryOperator scale, double least, double greatest, List<Double> ticks) {
        this.name = name;
        this.scale = scale;
        double low = scale.applyAsDouble(least);
        double span = scale.applyAsDouble(greatest) - low;
        double margin = span > 0 ? span * MARGIN : Math.max(1e-9, Math.abs(low) * MARGIN);
        bottom = low - margin;
        top = low + span + margin;
        this.ticks = ticks;
    }

    /** For these curves; linear from 0 to 1 where none has a finite value. */
    static ValueAxis of(List<Series> curves) {
        double[] values =
                curves.stream().flatMapToDouble(ValueAxis::values).sorted().toArray();
        return values.length == 0 ? linear(0, 1) : of(values);
    }

    private static ValueAxis of(double[] sorted) {
        double least = sorted[0];
        double greatest = sorted[sorted.length - 1];
        double[] sizes = Arrays.stream(sorted).map(Math::abs).sorted().toArray();
        double median = sizes[sizes.length / 2];
        double largest = sizes[sizes.length - 1];
        if (least > 0) {
            return greatest / least > WIDE ? logarithmic(least, greatest) : linear(least, greatest);
        }
        return median > 0 && largest > SPIKE * median ? symmetric(least, greatest, median) : linear(least, greatest);
    }

    /** linear, log or symmetric log. */
    String name() {
        return name;
    }

    /** From 0 at the bottom to 1 at the top. */
    double height(double value) {
        return (scale.applyAsDouble(value) - bottom) / (top - bottom);
    }

    /** Round values to label, from the bottom to the top. */
    List<Double> ticks() {
        return ticks.stream()
                .filter(tick -> height(tick) >= 0 && height(tick) <= 1)
                .toList();
    }

    /** A label of few characters: 0.05, 1200, 3e-4. */
    static String label(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e5)) {
            return String.format(Locale.ROOT, "%.1e", value)
                    .replace(".0e", "e")
                    .replaceAll("e([+-])0*(\\d)", "e$1$2")
                    .replace("e+", "e");
        }
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Round numbers, about {@code count}, from the least to the greatest. */
    static List<Double> round(double least, double greatest, int count) {
        double raw = Math.max((greatest - least) / count, Double.MIN_NORMAL);
        double decade = Math.pow(10, Math.floor(Math.log10(raw)));
        double distance = decade * (raw / decade > 5 ? 10 : raw / decade > 2 ? 5 : raw / decade > 1 ? 2 : 1);
        List<Double> ticks = new ArrayList<>();
        double from = Math.ceil(least / distance);
        for (int i = 0; i <= count + 1 && (from + i) * distance <= greatest * (1 + 1e-12); i++) {
            ticks.add((from + i) * distance);
        }
        return ticks;
    }

    private static DoubleStream values(Series series) {
        DoubleStream.Builder values = DoubleStream.builder();
        for (int bucket = 0; bucket < series.buckets(); bucket++) {
            if (series.hasValue(bucket)) {
                Arrays.stream(series.extremes(bucket)).forEach(values);
            }
        }
        return values.build();
    }

    private static ValueAxis linear(double least, double greatest) {
        double margin = (greatest - least) * MARGIN;
        List<Double> ticks = greatest > least ? round(least - margin, greatest + margin, TICKS) : List.of(least);
        return new ValueAxis("linear", value -> value, least, greatest, ticks);
    }

    private static ValueAxis logarithmic(double least, double greatest) {
        int first = (int) Math.floor(Math.log10(least));
        int last = (int) Math.ceil(Math.log10(greatest));
        return new ValueAxis("log", Math::log10, least, greatest, decades(first, last));
    }

    private static ValueAxis symmetric(double least, double greatest, double unit) {
        int first = (int) Math.ceil(Math.log10(unit));
        int last = (int) Math.ceil(Math.log10(Math.max(Math.abs(least), greatest)));
        List<Double> ticks = new ArrayList<>();
        List<Double> sizes = decades(first, last);
        for (int i = sizes.size() - 1; i >= 0; i--) {
            ticks.add(-sizes.get(i));
        }
        ticks.add(0.0);
        ticks.addAll(sizes);
        return new ValueAxis(
                "symmetric log",
                value -> Math.signum(value) * Math.log1p(Math.abs(value) / unit),
                least,
                greatest,
                ticks);
    }

    private static List<Double> decades(int first, int last) {
        int stride = Math.max(1, (last - first + TICKS - 1) / TICKS);
        List<Double> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += stride) {
            ticks.add(Math.pow(10, exponent));
        }
        return ticks;
    }
}
