package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.job.kafka.DeadLetter;
import io.gradwatch.detection.job.kafka.LogRecord;
import io.gradwatch.detection.job.kafka.RunIds;
import io.gradwatch.schema.UnreadableRecordException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Lets through what belongs to a run: pulses end here, and records without a usable key are dead letters. */
public final class KeyValidator extends ProcessFunction<LogRecord, LogRecord> {

    private static final long serialVersionUID = 1L;

    private transient Counter unreadable;

    @Override
    public void open(OpenContext context) {
        unreadable = RecordCounters.unreadable(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(LogRecord record, Context context, Collector<LogRecord> out) {
        if (record.runId == null) {
            unreadable.inc();
            context.output(DeadLetter.TAG, DeadLetter.of(record, DeadLetter.Stage.KEY, problemOf(record)));
        } else if (!record.runId.equals(RunIds.PULSE)) {
            out.collect(record);
        }
    }

    /** Problem of a key that is no run id. */
    static UnreadableRecordException problemOf(LogRecord record) {
        try {
            return new UnreadableRecordException("the key is the run id " + RunIds.read(record.unusableKey));
        } catch (UnreadableRecordException e) {
            return e;
        }
    }
}
