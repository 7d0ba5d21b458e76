package io.gradwatch.fleet.history.write;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.RecordColumns;
import io.gradwatch.fleet.history.write.SeriesBuckets.Bucket;
import io.gradwatch.fleet.history.write.SeriesBuckets.Place;
import io.gradwatch.fleet.series.SeriesValues;
import io.gradwatch.fleet.series.SeriesValues.Sink;
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.schema.names.StepField;
import io.gradwatch.schema.series.SeriesNames;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of the telemetry topic: steps, evaluations, tensors, events of runs, and the buckets of their series. */
final class TelemetryWriter implements RecordWriter {

    private final TableBuffers tables;
    private final RunEventWriter runs;
    private final SeriesBuckets buckets;

    TelemetryWriter(TableBuffers tables) {
        this.tables = tables;
        this.runs = new RunEventWriter(tables);
        this.buckets = new SeriesBuckets(this::addBucket);
    }

    @Override
    public int add(byte[] value) throws SQLException, UnreadableRecordException {
        Telemetry telemetry = Topics.TELEMETRY.codec().decode(value);
        Origin origin = telemetry.getOrigin();
        if (origin.getRunId().length() > AdmissionRule.RUN_ID_CHARACTERS) {
            throw new UnreadableRecordException("the run id has "
                    + origin.getRunId().length() + " characters, more than " + AdmissionRule.RUN_ID_CHARACTERS);
        }
        Place place = new Place(origin.getRunId(), origin.getAttempt(), origin.getRank());
        long time = HistoryDatabase.micros(origin.getTimestampMillis());
        Object event = telemetry.getEvent();
        if (event instanceof Step step) {
            addStep(place, origin, time, step);
            runs.seen(place, time, step.getStep());
            return 1 + step.getTensors().size();
        } else if (event instanceof Evaluation evaluation) {
            addEvaluation(place, origin, time, evaluation);
        } else if (event instanceof RunStarted started) {
            runs.started(place, time, started);
        } else if (event instanceof RunEnded ended) {
            runs.ended(place, time, ended);
        } else if (event instanceof Notice notice) {
            runs.notice(place, time, notice);
        } else if (event instanceof CheckpointSaved saved) {
            runs.checkpoint(place, time, saved);
        } else if (!(event instanceof Heartbeat)) {
            return 0;
        }
        runs.seen(place, time);
        return 1;
    }

    @Override
    public Set<String> runs() {
        return runs.seen();
    }

    @Override
    public void finish() throws SQLException {
        buckets.finish();
        runs.finish();
    }

    private void addStep(Place place, Origin origin, long time, Step step) throws SQLException {
        Row row = place(HistoryTable.STEPS, place, step.getStep(), time)
                .number(origin.getSession())
                .number(origin.getSequence());
        for (StepField field : StepField.ALL) {
            row.value(field.of(step));
        }
        row.map(step.getMetrics());
        batch(row, step.getBatch()).end();
        SeriesValues.of(step, buckets(place, step.getStep(), time));
        for (TensorStatistics tensor : step.getTensors()) {
            addTensor(place, step.getStep(), time, tensor);
        }
    }

    private Sink<SQLException> buckets(Place place, long step, long time) {
        Map<String, Bucket[]> open = buckets.at(place);
        return (series, value) -> buckets.add(place, open, series, step, time, value);
    }

    private void addEvaluation(Place place, Origin origin, long time, Evaluation evaluation) throws SQLException {
        String split = SeriesNames.split(evaluation.getSplit());
        Map<String, Double> errorTypes = new HashMap<>();
        for (ErrorType type : evaluation.getErrorTypes()) {
            errorTypes.put(type.getName(), type.getShare());
        }
        Row row = place(HistoryTable.EVALUATIONS, place, evaluation.getStep(), time)
                .number(origin.getSession())
                .number(origin.getSequence())
                .text(split)
                .value(evaluation.getEpoch())
                .value(evaluation.getLoss())
                .value(evaluation.getTrainingMode())
                .value(evaluation.getRunningStatisticsChanged())
                .map(evaluation.getMetrics())
                .map(errorTypes);
        batch(row, evaluation.getBatch()).end();
        SeriesValues.of(evaluation, buckets(place, evaluation.getStep(), time));
    }

    private void addTensor(Place place, long step, long time, TensorStatistics tensor) throws SQLException {
        place(HistoryTable.TENSORS, place, step, time)
                .values(RecordColumns.TENSOR, tensor)
                .end();
    }

    private Row place(HistoryTable table, Place place, long step, long time) throws SQLException {
        return tables.row(table)
                .text(place.run())
                .number(place.attempt())
                .number(place.rank())
                .number(step)
                .time(time);
    }

    private static Row batch(Row row, BatchView batch) {
        return batch == null ? row.none(RecordColumns.BATCH.count()) : row.values(RecordColumns.BATCH, batch);
    }

    private void addBucket(Place place, String series, long bucketSteps, Bucket bucket) throws SQLException {
        Row row = tables.row(bucketSteps == SeriesBuckets.WHOLE ? HistoryTable.SPANS : HistoryTable.BUCKETS)
                .text(place.run())
                .number(place.attempt())
                .number(place.rank())
                .text(series)
                .number(bucketSteps)
                .number(bucket.bucket)
                .number(bucket.firstStep)
                .number(bucket.lastStep)
                .time(bucket.firstTime)
                .time(bucket.lastTime);
        for (long count : List.of(bucket.count, bucket.nan, bucket.positiveInfinity, bucket.negativeInfinity)) {
            row.number(count);
        }
        row.value(bucket.hasFinite() ? (Double) bucket.minimum : null)
                .value(bucket.hasFinite() ? (Double) bucket.maximum : null)
                .number(bucket.sum)
                .number(bucket.last)
                .end();
    }
}
