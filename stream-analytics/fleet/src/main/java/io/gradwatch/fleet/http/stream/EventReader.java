package io.gradwatch.fleet.http.stream;

import io.gradwatch.fleet.http.stream.LogEvent.EvaluationEvent;
import io.gradwatch.fleet.http.stream.LogEvent.StepEvent;
import io.gradwatch.fleet.live.row.AlertRows;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.series.SeriesValues;
import io.gradwatch.fleet.series.SeriesValues.Sink;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.schema.series.SeriesNames;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes events of records; null for a record that cannot be read or is no event of the stream. */
final class EventReader {

    /** Most values of a step in an event. Own choice: as many as the live tables keep series. */
    private static final int MOST_VALUES = 256;

    private EventReader() {}

    static LogEvent read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return record.topic().equals(Topics.ALERTS.name())
                    ? alert(Topics.ALERTS.codec().decode(record.value()))
                    : telemetry(Topics.TELEMETRY.codec().decode(record.value()));
        } catch (UnreadableRecordException e) {
            // The live tables put it to the dead letters.
            return null;
        }
    }

    private static LogEvent alert(Alert alert) {
        return event(alert.getRunId(), null, null, AlertRows.row(alert), true);
    }

    private static LogEvent telemetry(Telemetry telemetry) {
        Origin origin = telemetry.getOrigin();
        Object event = telemetry.getEvent();
        if (event instanceof Step step) {
            return event(origin.getRunId(), step(origin, step), null, null, false);
        }
        if (event instanceof Evaluation evaluation) {
            return event(origin.getRunId(), null, evaluation(origin, evaluation), null, false);
        }
        return event instanceof RunStarted || event instanceof RunEnded
                ? event(origin.getRunId(), null, null, null, true)
                : null;
    }

    private static StepEvent step(Origin origin, Step step) {
        Map<String, Double> values = new HashMap<>();
        SeriesValues.of(step, into(values));
        return new StepEvent(
                origin.getRunId(),
                origin.getAttempt(),
                origin.getRank(),
                step.getStep(),
                origin.getTimestampMillis(),
                values);
    }

    private static EvaluationEvent evaluation(Origin origin, Evaluation evaluation) {
        Map<String, Double> values = new HashMap<>();
        SeriesValues.of(evaluation, into(values));
        return new EvaluationEvent(
                origin.getRunId(),
                origin.getAttempt(),
                origin.getRank(),
                evaluation.getStep(),
                origin.getTimestampMillis(),
                SeriesNames.split(evaluation.getSplit()),
                values);
    }

    private static Sink<RuntimeException> into(Map<String, Double> values) {
        return SeriesValues.withShortNames((name, value) -> {
            if (values.size() < MOST_VALUES) {
                values.put(name, value);
            }
        });
    }

    private static LogEvent event(
            String run, StepEvent step, EvaluationEvent evaluation, AlertRow alert, boolean changesRun) {
        return new LogEvent(0, 0, 0, run, step, evaluation, alert, changesRun);
    }
}
