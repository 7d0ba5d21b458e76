package io.gradwatch.fleet.history.read;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.history.files.HistoryTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Epochs that a run said with its steps, or, where it said none with them, with its evaluations. Thread-safe. */
public record EpochQueries(RowQueries rows) {

    /** Fewest epochs that can be asked for: the first and the last. */
    public static final int FEWEST = 2;

    /** First and last epoch of stretches of steps, so many that the stretches are as many as may be. */
    private static final String STRETCHES = """
            WITH said AS (SELECT attempt, step, epoch FROM %s WHERE run = $1 AND rank = %d AND isfinite(epoch)),
              width AS (SELECT greatest(1, ceil(sum(length) / %d))::HUGEINT AS steps FROM
                (SELECT max(step)::HUGEINT - min(step) + 1 AS length FROM said GROUP BY attempt))
            SELECT attempt, min(step), arg_min(epoch, step), max(step), arg_max(epoch, step)
            FROM said, width GROUP BY attempt, step // steps ORDER BY attempt, min(step)""";

    /**
     * The epoch at some steps, ascending; between two of them it is taken to grow evenly. Of steps that several
     * attempts did, the epochs are those of the last.
     */
    public record Epochs(
            @Described(
                    value = "Records with which the run said its epochs; null where it said none.",
                    nullable = true,
                    oneOf = Source.class)
            String source,

            @Described("Steps at which the epoch is known, ascending.")
            long[] step,

            @Described("Epoch at each of the steps.") double[] epoch) {}

    /** Kind of record that says epochs. */
    public enum Source {
        /** Steps: the epoch that the step belongs to. */
        STEPS,
        /** Evaluations: the epoch after which it was made. */
        EVALUATIONS;

        private HistoryTable table() {
            return HistoryTable.valueOf(name());
        }
    }

    private record Stretch(int attempt, long first, double firstEpoch, long last, double lastEpoch) {}

    /**
     * The epochs of a rank of a run; none where it said none.
     *
     * @param most epochs that are wanted, {@value #FEWEST} or more; each attempt may add two
     */
    public Epochs of(String run, int rank, int most) {
        for (Source source : Source.values()) {
            List<Stretch> stretches = rows.ofRun(
                    source.table(),
                    run,
                    STRETCHES.formatted(RowQueries.ROWS, rank, Math.max(1, most / 2)),
                    row -> new Stretch(
                            row.getInt(1), row.getLong(2), row.getDouble(3), row.getLong(4), row.getDouble(5)));
            if (!stretches.isEmpty()) {
                return epochs(source, stretches);
            }
        }
        return new Epochs(null, new long[0], new double[0]);
    }

    /** Leaves out steps that a later attempt did again. */
    private static Epochs epochs(Source source, List<Stretch> stretches) {
        List<Long> steps = new ArrayList<>();
        List<Double> epochs = new ArrayList<>();
        long first = Long.MAX_VALUE;
        for (int i = stretches.size() - 1; i >= 0; i--) {
            Stretch stretch = stretches.get(i);
            if (stretch.last() < first && stretch.last() > stretch.first()) {
                steps.add(stretch.last());
                epochs.add(stretch.lastEpoch());
            }
            if (stretch.first() < first) {
                steps.add(stretch.first());
                epochs.add(stretch.firstEpoch());
                first = stretch.first();
            }
        }
        Collections.reverse(steps);
        Collections.reverse(epochs);
        return new Epochs(
                Words.of(source),
                steps.stream().mapToLong(step -> step).toArray(),
                epochs.stream().mapToDouble(epoch -> epoch).toArray());
    }
}
