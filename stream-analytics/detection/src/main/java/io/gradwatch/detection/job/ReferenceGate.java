package io.gradwatch.detection.job;

import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Lets through what can be read of the topic of references, before it goes to every parallel detection. */
final class ReferenceGate extends ProcessFunction<LogRecord, LogRecord> {

    private static final long serialVersionUID = 1L;

    private transient Counter unreadable;

    @Override
    public void open(OpenContext context) {
        unreadable = RecordCounters.unreadable(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(LogRecord record, Context context, Collector<LogRecord> out) {
        try {
            if (record.runId == null) {
                throw KeyGate.problemOf(record);
            }
            KnownRuns.check(record);
            out.collect(record);
        } catch (UnreadableRecordException e) {
            unreadable.inc();
            DeadLetter.Stage stage = record.runId == null ? DeadLetter.Stage.KEY : DeadLetter.Stage.DECODE;
            context.output(DeadLetter.TAG, DeadLetter.of(record, stage, e).in(Topics.REFERENCES));
        }
    }
}
