package io.gradwatch.detection.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Probability that a judge must reach to alarm, for each rate of false alarms that can be asked for. The rate is that
 * of all judges together over the whole life of a run. Immutable.
 */
public final class Bars {

    private static final String HEADING = "rate";

    private final double[] rates;
    private final double[][] logits;

    /**
     * Bars at one rate.
     *
     * @param rate part of the healthy runs that may ever be alarmed on, 0 to 1
     * @param probabilities one a family, in the order of {@link JudgeFamily}
     */
    public record Row(double rate, List<Double> probabilities) {}

    /** @param rows at least one; the bars fall where the rate grows */
    public Bars(List<Row> rows) {
        List<Row> sorted =
                rows.stream().sorted(Comparator.comparingDouble(Row::rate)).toList();
        rates = sorted.stream().mapToDouble(row -> Math.log(row.rate())).toArray();
        logits = new double[JudgeFamily.values().length][rates.length];
        for (int family = 0; family < logits.length; family++) {
            double lowest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < rates.length; i++) {
                double p = sorted.get(i).probabilities().get(family);
                lowest = Math.min(lowest, Math.log(p / (1 - p)));
                logits[family][i] = lowest;
            }
        }
    }

    /**
     * The bar of a family.
     *
     * @param rate part of the healthy runs that may ever be alarmed on; outside of the table its nearest end counts
     * @return probability, 0 to 1; between two rates of the table interpolated
     */
    public double of(JudgeFamily family, double rate) {
        double[] own = logits[family.ordinal()];
        double wanted = Math.log(rate);
        int above = Arrays.binarySearch(rates, wanted);
        if (above >= 0) {
            return probability(own[above]);
        }
        above = -above - 1;
        if (above == 0 || above == rates.length) {
            return probability(own[Math.min(above, rates.length - 1)]);
        }
        double part = (wanted - rates[above - 1]) / (rates[above] - rates[above - 1]);
        return probability(own[above - 1] + part * (own[above] - own[above - 1]));
    }

    /** As text: a heading with the families, then a line a rate. */
    public String toText() {
        StringBuilder text = new StringBuilder(HEADING);
        for (JudgeFamily family : JudgeFamily.values()) {
            text.append(' ').append(family.id());
        }
        for (int i = 0; i < rates.length; i++) {
            int place = i;
            text.append('\n').append((float) Math.exp(rates[i])).append(' ');
            text.append(Arrays.stream(logits)
                    .map(own -> Double.toString(probability(own[place])))
                    .collect(Collectors.joining(" ")));
        }
        return text.append('\n').toString();
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @param file name for messages
     * @throws IllegalStateException with file and line where it is not as it must be
     */
    static Bars parse(String file, List<String> lines) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(HEADING)) {
                continue;
            }
            try {
                double[] words = Arrays.stream(lines.get(i).split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                rows.add(new Row(words[0], Arrays.stream(words).skip(1).boxed().toList()));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new IllegalStateException(
                        file + ":" + (i + 1) + ": '" + lines.get(i) + "' is no row of numbers", e);
            }
        }
        return new Bars(rows);
    }

    private static double probability(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
