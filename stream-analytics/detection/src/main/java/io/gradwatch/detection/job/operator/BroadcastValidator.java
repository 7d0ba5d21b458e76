package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.reference.RecentRuns;
import io.gradwatch.detection.engine.settings.OverrideTable;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.job.kafka.DeadLetter;
import io.gradwatch.detection.job.kafka.LogRecord;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Lets through what can be used of a compacted topic, before it goes to every parallel detection. */
public final class BroadcastValidator extends ProcessFunction<LogRecord, BroadcastRecord> {

    private static final long serialVersionUID = 1L;

    private final boolean settings;

    private transient Counter unreadable;
    private transient List<Detector<?>> detectors;

    private BroadcastValidator(boolean settings) {
        this.settings = settings;
    }

    /** Validator of the topic of references. */
    public static BroadcastValidator ofReferences() {
        return new BroadcastValidator(false);
    }

    /** Validator of the topic of settings. */
    public static BroadcastValidator ofSettings() {
        return new BroadcastValidator(true);
    }

    @Override
    public void open(OpenContext context) {
        unreadable = RecordCounters.unreadable(getRuntimeContext().getMetricGroup());
        detectors = Detectors.load(getRuntimeContext().getUserCodeClassLoader());
    }

    @Override
    public void processElement(LogRecord record, Context context, Collector<BroadcastRecord> out) {
        Topic<?> topic = settings ? Topics.SETTINGS : Topics.REFERENCES;
        try {
            if (record.runId == null) {
                throw KeyValidator.problemOf(record);
            }
            check(record);
            out.collect(new BroadcastRecord(topic.name(), record.runId, record.value));
        } catch (UnreadableRecordException e) {
            unreadable.inc();
            DeadLetter.Stage stage = record.runId == null ? DeadLetter.Stage.KEY : DeadLetter.Stage.DECODE;
            context.output(DeadLetter.TAG, DeadLetter.of(record, stage, e).in(topic));
        }
    }

    /** A record without a value removes its key. */
    private void check(LogRecord record) throws UnreadableRecordException {
        if (record.value == null) {
            return;
        }
        if (settings) {
            String wrong = OverrideTable.wrong(OverrideTable.read(record.value), detectors);
            if (wrong != null) {
                throw new UnreadableRecordException(wrong);
            }
            return;
        }
        String runId = RecentRuns.read(record.value).getRunId();
        if (!runId.equals(record.runId)) {
            throw new UnreadableRecordException("the key is not the run id of the record, which is " + runId);
        }
    }
}
