package io.gradwatch.detection.diagnosis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Table of what each clue speaks for: a weight for each cause where a clue is above a bound or unknown, whose sums are
 * the log odds of the causes up to a constant. Fitted on runs of the lab, docs/CALIBRATION.md. Immutable.
 */
public final class CauseModel {

    private static final String RESOURCE = "causes.csv";
    private static final String UNKNOWN = "unknown";
    private static final String ALWAYS = "always";

    private final List<Cause> causes;
    private final List<Row> rows;

    /**
     * Cause that one test of one clue speaks for.
     *
     * @param clue its place among {@link Clues#names}, -1 of the row that always counts
     * @param above the bound that it must pass; NaN where it must be unknown
     * @param weights one a cause
     */
    public record Row(int clue, float above, float[] weights) {

        /** True where the row counts. */
        public boolean holds(float[] clues) {
            return clue < 0 || (Float.isNaN(above) ? Float.isNaN(clues[clue]) : clues[clue] > above);
        }
    }

    /**
     * @param causes in the order of the weights
     * @param rows of the table
     */
    public CauseModel(List<Cause> causes, List<Row> rows) {
        this.causes = List.copyOf(causes);
        this.rows = List.copyOf(rows);
    }

    /** The table that is shipped. */
    public static CauseModel shipped() {
        return Shipped.MODEL;
    }

    /** Causes that it knows. */
    public List<Cause> causes() {
        return causes;
    }

    /** Log odds of the causes, in their order, up to a constant. */
    public double[] scores(float[] clues) {
        double[] scores = new double[causes.size()];
        for (Row row : rows) {
            if (row.holds(clues)) {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] += row.weights()[i];
                }
            }
        }
        return scores;
    }

    /** The table as CSV. */
    public String toCsv() {
        StringBuilder csv = new StringBuilder("clue,test");
        causes.forEach(cause -> csv.append(',').append(cause));
        for (Row row : rows) {
            csv.append('\n')
                    .append(row.clue() < 0 ? "" : Clues.names().get(row.clue()))
                    .append(',');
            csv.append(row.clue() < 0 ? ALWAYS : Float.isNaN(row.above()) ? UNKNOWN : ">" + row.above());
            for (float weight : row.weights()) {
                csv.append(String.format(Locale.ROOT, ",%.2f", weight));
            }
        }
        return csv.append('\n').toString();
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException when a line is not as {@link #toCsv} writes it
     */
    public static CauseModel parse(List<String> lines) {
        String[] heading = lines.get(0).split(",", -1);
        List<Cause> causes = Arrays.stream(heading).skip(2).map(Cause::valueOf).toList();
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != heading.length) {
                throw new IllegalArgumentException(
                        "'" + line + "' has " + cells.length + " cells; expected " + heading.length);
            }
            int clue = Clues.names().indexOf(cells[0]);
            if (clue < 0 && !cells[1].equals(ALWAYS)) {
                throw new IllegalArgumentException("'" + cells[0] + "' is no clue; expected one of " + Clues.names());
            }
            float[] weights = new float[causes.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Float.parseFloat(cells[i + 2]);
            }
            rows.add(new Row(
                    clue, cells[1].startsWith(">") ? Float.parseFloat(cells[1].substring(1)) : Float.NaN, weights));
        }
        return new CauseModel(causes, rows);
    }

    /** Read when it is first asked for. */
    private static final class Shipped {

        private static final CauseModel MODEL = read();

        private static CauseModel read() {
            try (InputStream in = CauseModel.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("the resource " + RESOURCE + " is missing");
                }
                return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                        .lines()
                        .toList());
            } catch (IOException e) {
                throw new UncheckedIOException("the resource " + RESOURCE + " cannot be read", e);
            }
        }
    }
}
