package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.JsonColumn;
import io.gradwatch.fleet.history.write.SeriesBuckets.Place;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.MetricDefinition;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of {@link HistoryTable#RUNS}. */
final class RunEventWriter {

    private static final int COLUMNS_FROM_NAME_TO_BASELINE = 18;
    private static final int COLUMNS_FROM_TAGS_TO_SUMMARY = 5;

    private final TableBuffers tables;
    private final Map<Place, Seen> seen = new HashMap<>();

    private Set<String> runs = Set.of();
    private int places;

    RunEventWriter(TableBuffers tables) {
        this.tables = tables;
    }

    /**
     * From when to when something came from a place, and the steps of it; of none, the first step is above the last. It
     * is changed with each record, for there are hundreds of thousands a second.
     */
    private static final class Seen {
        private long firstTime = Long.MAX_VALUE;
        private long lastTime = Long.MIN_VALUE;
        private long firstStep = Long.MAX_VALUE;
        private long lastStep = Long.MIN_VALUE;

        void at(long time) {
            firstTime = Math.min(firstTime, time);
            lastTime = Math.max(lastTime, time);
        }

        void step(long step) {
            firstStep = Math.min(firstStep, step);
            lastStep = Math.max(lastStep, step);
        }

        boolean hasSteps() {
            return firstStep <= lastStep;
        }
    }

    void seen(Place place, long time) {
        at(place).at(time);
    }

    void seen(Place place, long time, long step) {
        Seen times = at(place);
        times.at(time);
        times.step(step);
    }

    private Seen at(Place place) {
        return seen.computeIfAbsent(place, ignored -> new Seen());
    }

    /** The runs of all places; the same object as before where there are no others. */
    Set<String> seen() {
        if (places != seen.size()) {
            places = seen.size();
            runs = seen.keySet().stream().map(Place::run).collect(Collectors.toUnmodifiableSet());
        }
        return runs;
    }

    void finish() throws SQLException {
        for (Map.Entry<Place, Seen> entry : seen.entrySet()) {
            Seen times = entry.getValue();
            row(entry.getKey(), "seen", times.lastTime)
                    .time(times.firstTime)
                    .number(times.hasSteps() ? Long.valueOf(times.firstStep) : null)
                    .number(times.hasSteps() ? Long.valueOf(times.lastStep) : null)
                    .none(COLUMNS_FROM_NAME_TO_BASELINE + 4 + COLUMNS_FROM_TAGS_TO_SUMMARY)
                    .end();
        }
        seen.clear();
    }

    void started(Place place, long time, RunStarted run) throws SQLException {
        row(place, "started", time)
                .none(3)
                .text(run.getName())
                .text(run.getProject())
                .text(run.getOwner())
                .text(run.getHost())
                .list(run.getDevices())
                .text(run.getFramework())
                .text(run.getFrameworkVersion())
                .number(run.getWorldSize())
                .map(run.getHyperparameters())
                .text(JsonColumn.text(
                        run.getLayers().stream().map(RunEventWriter::layer).toList()))
                .number(run.getClasses())
                .text(run.getObjective())
                .number(run.getGoalError())
                .text(run.getReference())
                .text(JsonColumn.text(
                        run.getReferences().stream().map(RunEventWriter::curve).toList()))
                .number(run.getHeartbeatIntervalMillis())
                .flag(run.getSingleBatch())
                .number(run.getBaselineLoss())
                .none(4)
                .list(run.getTags())
                .text(given(run.getNotes()))
                .text(given(run.getGroup()))
                .text(JsonColumn.text(run.getMetrics().stream()
                        .map(RunEventWriter::definition)
                        .toList()))
                .map(run.getSummary())
                .end();
    }

    void ended(Place place, long time, RunEnded run) throws SQLException {
        row(place, "ended", time)
                .none(2)
                .number(run.getStep() < 0 ? null : Long.valueOf(run.getStep()))
                .none(COLUMNS_FROM_NAME_TO_BASELINE)
                .text(run.getOutcome().name().toLowerCase(Locale.ROOT))
                .text(run.getException())
                .text(run.getMessage())
                .number(run.getDroppedRecords())
                .none(COLUMNS_FROM_TAGS_TO_SUMMARY)
                .end();
    }

    void notice(Place place, long time, Notice notice) throws SQLException {
        row(place, "notice", time)
                .none(2)
                .number(notice.getStep() < 0 ? null : Long.valueOf(notice.getStep()))
                .text(notice.getTitle())
                .none(COLUMNS_FROM_NAME_TO_BASELINE - 1 + 2)
                .text(notice.getText())
                .none(1 + COLUMNS_FROM_TAGS_TO_SUMMARY)
                .end();
    }

    private Row row(Place place, String event, long time) throws SQLException {
        return tables.row(HistoryTable.RUNS)
                .text(place.run())
                .number(place.attempt())
                .number(place.rank())
                .text(event)
                .time(time);
    }

    private static Map<String, Object> layer(Layer layer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", layer.getName());
        fields.put("type", layer.getType());
        fields.put("parameters", layer.getParameters());
        fields.put("activation", layer.getActivation());
        return fields;
    }

    private static String given(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Map<String, Object> definition(MetricDefinition definition) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", definition.getName());
        fields.put("summary", definition.getSummary());
        fields.put("goal", definition.getGoal());
        fields.put("step_metric", definition.getStepMetric());
        fields.put("hidden", definition.getHidden());
        return fields;
    }

    private static Map<String, Object> curve(ReferenceCurve curve) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", curve.getName());
        fields.put("signal", curve.getSignal().name().toLowerCase(Locale.ROOT));
        fields.put("axis", curve.getAxis().name().toLowerCase(Locale.ROOT));
        fields.put("at", curve.getAt());
        fields.put("values", curve.getValues());
        return fields;
    }
}
