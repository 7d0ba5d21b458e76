package io.gradwatch.detection.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Probability that the judge must reach to alarm, for each rate of false alarms that can be asked for. The rate is that
 * of the whole life of a run. Immutable.
 */
public final class Bars {

    private static final String HEADING = "rate";
    private static final String COMMENT = "# ";

    private final double[] rates;
    private final double[] logits;

    /**
     * Bar at one rate.
     *
     * @param rate part of the healthy runs that may ever be alarmed on, above 0, at most 1
     * @param probability above 0, below 1
     */
    public record Row(double rate, double probability) {}

    /** @param rows at least one; the bars fall where the rate grows */
    public Bars(List<Row> rows) {
        List<Row> sorted =
                rows.stream().sorted(Comparator.comparingDouble(Row::rate)).toList();
        rates = sorted.stream().mapToDouble(row -> Math.log(row.rate())).toArray();
        logits = new double[rates.length];
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rates.length; i++) {
            double p = sorted.get(i).probability();
            lowest = Math.min(lowest, Math.log(p / (1 - p)));
            logits[i] = lowest;
        }
    }

    /**
     * The bar of a rate.
     *
     * @param rate part of the healthy runs that may ever be alarmed on; outside of the table its nearest end counts
     * @return probability, 0 to 1; between two rates of the table interpolated
     */
    public double of(double rate) {
        double wanted = Math.log(rate);
        int above = Arrays.binarySearch(rates, wanted);
        if (above >= 0) {
            return probability(logits[above]);
        }
        above = -above - 1;
        if (above == 0 || above == rates.length) {
            return probability(logits[Math.min(above, rates.length - 1)]);
        }
        double part = (wanted - rates[above - 1]) / (rates[above] - rates[above - 1]);
        return probability(logits[above - 1] + part * (logits[above] - logits[above - 1]));
    }

    /**
     * As text: comments, a heading, then a line a rate.
     *
     * @param provenance lines of comments, such as what the bars were read off
     */
    public String toText(List<String> provenance) {
        StringBuilder text = new StringBuilder();
        provenance.forEach(line -> text.append(COMMENT).append(line).append('\n'));
        text.append(HEADING).append(" probability\n");
        for (int i = 0; i < rates.length; i++) {
            text.append((float) Math.exp(rates[i])).append(' ');
            text.append(probability(logits[i])).append('\n');
        }
        return text.toString();
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
            if (lines.get(i).startsWith(HEADING) || lines.get(i).startsWith(COMMENT)) {
                continue;
            }
            try {
                String[] words = lines.get(i).split(" ");
                rows.add(new Row(Double.parseDouble(words[0]), Double.parseDouble(words[1])));
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
