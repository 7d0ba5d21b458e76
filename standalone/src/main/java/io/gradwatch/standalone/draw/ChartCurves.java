package io.gradwatch.standalone.draw;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.RunFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The curves of one run, read from its log once more, in memory that does not grow with the run. */
final class ChartCurves {

    /** No more buckets than a page has pixels for. */
    static final int MOST_BUCKETS = 800;

    /** Curves of further metrics are left out: a page is to be looked at. */
    private static final int MOST_PANELS = 8;

    private static final String TRAINING = "training";
    private static final String VALIDATION = "validation";

    private final long rows;
    private final int buckets;
    private final long[] steps;
    private final Map<String, List<Series>> panels = new LinkedHashMap<>();

    private ChartCurves(long rows) {
        this.rows = rows;
        buckets = (int) Math.max(1, Math.min(rows, MOST_BUCKETS));
        steps = new long[buckets];
        List.of("loss", "accuracy", "gradient norm", "learning rate")
                .forEach(panel -> panels.put(panel, new ArrayList<>()));
    }

    /**
     * Reads the rows of a log that a replay read before.
     *
     * @param rows that it read
     */
    static ChartCurves read(Recordings recordings, RunFile file, long rows) {
        ChartCurves curves = new ChartCurves(rows);
        try (RunLog log = recordings.open(file)) {
            for (Optional<LogRow> row = log.next(); row.isPresent() && row.get().number() < rows; row = log.next()) {
                curves.add(row.get());
            }
        } catch (UnreadableLogException e) {
            // The replay has reported it; the rows before are drawn.
        }
        curves.panels.values().removeIf(List::isEmpty);
        return curves;
    }

    /** By name of the panel, its curves. */
    Map<String, List<Series>> panels() {
        return panels;
    }

    int buckets() {
        return buckets;
    }

    /** The bucket of a row. */
    int bucket(long row) {
        return (int) Math.max(0, Math.min(buckets - 1, row * buckets / Math.max(1, rows)));
    }

    /** The step of the last row of a bucket. */
    long step(int bucket) {
        return steps[bucket];
    }

    /**
     * The bucket at which a step was reached, looked for backwards from a row, so that of a run that was restarted it
     * is the part that the row belongs to.
     */
    int bucketOfStep(long step, long beforeRow) {
        int found = bucket(beforeRow);
        while (found > 0 && steps[found - 1] >= step && steps[found - 1] <= steps[found]) {
            found--;
        }
        return found;
    }

    private void add(LogRow row) {
        int bucket = bucket(row.number());
        steps[bucket] = row.step();
        for (Telemetry telemetry : row.events()) {
            if (telemetry.getEvent() instanceof Step step) {
                add(bucket, "loss", TRAINING, step.getLoss());
                add(bucket, "gradient norm", "gradient norm", step.getGradientNorm());
                add(bucket, "learning rate", "learning rate", step.getLearningRate());
                step.getMetrics().forEach((name, value) -> add(bucket, name, TRAINING, value));
            } else if (telemetry.getEvent() instanceof Evaluation evaluation) {
                add(bucket, "loss", VALIDATION, evaluation.getLoss());
                evaluation.getMetrics().forEach((name, value) -> add(bucket, name, VALIDATION, value));
            }
        }
    }

    private void add(int bucket, String panel, String name, Double value) {
        if (value == null || (!panels.containsKey(panel) && panels.size() >= MOST_PANELS)) {
            return;
        }
        List<Series> series = panels.computeIfAbsent(panel, ignored -> new ArrayList<>());
        series.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    Series one = new Series(name, buckets);
                    series.add(one);
                    return one;
                })
                .add(bucket, value);
    }
}
