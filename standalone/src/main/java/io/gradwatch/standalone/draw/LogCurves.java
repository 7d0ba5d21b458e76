package io.gradwatch.standalone.draw;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.fleet.series.SeriesValues;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.RunFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The curves of one run, read from its log once more, in memory that does not grow with the run. */
final class LogCurves {

    /** Curves of further metrics are left out: a page is to be looked at. */
    private static final int MOST_SERIES = 40;

    private final Map<String, BoundedSeries> series = new LinkedHashMap<>();

    private LogCurves() {}

    /**
     * Reads the rows of a log that a replay read before.
     *
     * @param rows that it read
     * @return the curves by name of their series
     */
    static Map<String, BoundedSeries> read(Recordings recordings, RunFile file, long rows) {
        LogCurves curves = new LogCurves();
        try (RunLog log = recordings.open(file)) {
            for (Optional<LogRow> row = log.next(); row.isPresent() && row.get().number() < rows; row = log.next()) {
                row.get().events().forEach(curves::add);
            }
        } catch (UnreadableLogException e) {
            // The replay has reported it; the rows before are drawn.
        }
        return curves.series;
    }

    private void add(Telemetry telemetry) {
        int attempt = telemetry.getOrigin().getAttempt();
        if (telemetry.getEvent() instanceof Step step) {
            SeriesValues.of(step, (name, value) -> add(name, attempt, step.getStep(), value));
        } else if (telemetry.getEvent() instanceof Evaluation evaluation) {
            SeriesValues.of(evaluation, (name, value) -> add(name, attempt, evaluation.getStep(), value));
        }
    }

    private void add(String name, int attempt, long step, double value) {
        if (series.containsKey(name) || series.size() < MOST_SERIES) {
            series.computeIfAbsent(name, ignored -> new BoundedSeries()).add(attempt, step, value);
        }
    }
}
