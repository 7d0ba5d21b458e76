package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.Admission;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.job.kafka.DeadLetter;
import io.gradwatch.detection.job.kafka.EncodedRecord;
import io.gradwatch.detection.job.kafka.LogRecord;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the records of each run to the detection engine and keeps its state: everything that is judged is judged there,
 * everything that Flink must do is done here.
 *
 * <p>No record can fail the job, which would meet it again after every restart: what cannot be decoded, does not belong
 * to its key, is refused, or makes a detector throw goes to the dead letters with the reason.
 */
final class DetectionFunction extends KeyedBroadcastProcessFunction<String, LogRecord, BroadcastRecord, EncodedRecord> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DetectionFunction.class);

    /** A run whose engine failed at its time is looked at again this much later, never at once. */
    private static final long SHORTEST_WAKE_MILLIS = 1_000;

    private final DetectorSettings settings;

    private transient DetectionEngine engine;
    private transient BroadcastReferences references;
    private transient BroadcastSettings broadcastSettings;
    private transient RunStateCache cache;
    private transient WakeTimer wake;
    private transient RecordCounters counters;
    private transient List<EncodedRecord> pending;
    private transient long awayUntilMillis;

    DetectionFunction(DetectorSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) {
        // Detectors are code of the user to Flink: its own class loader would not see those in a submitted jar.
        List<Detector<?>> detectors = Detectors.load(getRuntimeContext().getUserCodeClassLoader());
        references = new BroadcastReferences();
        broadcastSettings = new BroadcastSettings();
        engine = new DetectionEngine(detectors, settings, references.lookup(), broadcastSettings.lookup());
        pending = new ArrayList<>();
        cache = new RunStateCache(getRuntimeContext(), detectors);
        wake = new WakeTimer(cache);
        counters = new RecordCounters(
                getRuntimeContext().getMetricGroup(),
                detectors.stream().map(detector -> detector.spec().id()).toList());
    }

    @Override
    public void processElement(LogRecord record, ReadOnlyContext context, Collector<EncodedRecord> out)
            throws IOException {
        Telemetry telemetry;
        try {
            telemetry = Topics.TELEMETRY.codec().decode(record.value);
        } catch (UnreadableRecordException e) {
            counters.countUnreadable();
            context.output(DeadLetter.TAG, DeadLetter.of(record, DeadLetter.Stage.DECODE, e));
            return;
        }
        Admission admission = admit(record, telemetry, context, out);
        counters.count(admission.kind());
        if (admission.kind() == Admission.Kind.REFUSED) {
            context.output(
                    DeadLetter.TAG, DeadLetter.of(record, DeadLetter.Stage.ADMISSION, "refused", admission.reason()));
        }
    }

    @Override
    public void processBroadcastElement(BroadcastRecord record, Context context, Collector<EncodedRecord> out)
            throws Exception {
        if (record.topic.equals(Topics.SETTINGS.name())) {
            broadcastSettings.take(record);
        } else {
            references.take(record);
        }
    }

    /** Restores the references and settings of the last checkpoint. */
    void restore(BroadcastState<String, byte[]> knownReferences, BroadcastState<String, byte[]> knownSettings)
            throws Exception {
        references.restore(knownReferences);
        broadcastSettings.restore(knownSettings);
    }

    private Admission admit(
            LogRecord record, Telemetry telemetry, ReadOnlyContext context, Collector<EncodedRecord> out)
            throws IOException {
        String claimed = telemetry.getOrigin().getRunId();
        if (!record.runId.equals(claimed)) {
            return new Admission(
                    Admission.Kind.REFUSED, "the key is not the run id of the record, which is " + claimed);
        }
        DetectionState before = cache.recall(record.runId);
        DetectionState run = before == null ? new DetectionState() : before;
        Admission admission;
        try {
            admission = engine.observe(run, cache.states(), telemetry, record.timestampMillis, alerts(record.runId));
        } catch (RuntimeException e) {
            counters.countFailed();
            context.output(DeadLetter.TAG, DeadLetter.of(record, DeadLetter.Stage.DETECTION, e));
            admission = Admission.ACCEPTED;
        }
        if (!pending.isEmpty()) {
            counters.countDelays(pending.size(), System.currentTimeMillis() - record.timestampMillis);
        }
        emit(out);
        if (telemetry.getEvent() instanceof RunEnded && admission.kind() == Admission.Kind.ACCEPTED) {
            engine.reference(run).ifPresent(reached -> context.output(EncodedRecord.REFERENCES, encoded(reached)));
        }
        if (before != null || admission.kind() != Admission.Kind.REFUSED) {
            cache.keep(record.runId, run);
            if (!wake.isNear(run.lastRecordMillis)) {
                armNear(context.timerService(), run);
            }
        }
        return admission;
    }

    @Override
    public void onTimer(long timeMillis, OnTimerContext context, Collector<EncodedRecord> out) throws IOException {
        DetectionState run = cache.recall(context.getCurrentKey());
        wake.fired();
        if (run == null || awayUntilMillis == Long.MAX_VALUE) {
            return;
        }
        boolean expired = engine.expired(run, timeMillis);
        if (expired || due(run) <= timeMillis) {
            tell(run, timeMillis, context.getCurrentKey(), out);
        }
        if (expired) {
            cache.forget(context.getCurrentKey());
            return;
        }
        cache.keep(context.getCurrentKey(), run);
        armExactly(context.timerService(), run, timeMillis);
    }

    private void tell(DetectionState run, long timeMillis, String runId, Collector<EncodedRecord> out) {
        try {
            engine.onTime(run, cache.states(), timeMillis, alerts(runId));
        } catch (RuntimeException e) {
            counters.countFailed();
            LOG.error("A detector failed on the silence of run {}", runId, e);
        }
        emit(out);
    }

    /** The stream could not be heard before this time, milliseconds since 1970-01-01 UTC: no silence begins earlier. */
    void streamWasAwayUntil(long timeMillis) {
        awayUntilMillis = timeMillis;
    }

    /** Before each checkpoint: what is known of the runs goes to Flink's keyed state. */
    void save(Consumer<String> currentKey) throws IOException {
        cache.save(currentKey);
    }

    /** While records come, what is due moves with each: it is asked for again only when the timer fires. */
    private void armNear(TimerService timers, DetectionState run) {
        long due = due(run);
        if (due != Long.MAX_VALUE) {
            wake.arm(timers, Math.min(due, run.lastRecordMillis + WakeTimer.NEAR_MILLIS));
        }
    }

    private void armExactly(TimerService timers, DetectionState run, long nowMillis) {
        long due = due(run);
        if (due != Long.MAX_VALUE) {
            wake.arm(timers, Math.max(due, nowMillis + SHORTEST_WAKE_MILLIS));
        }
    }

    /**
     * Next time at which the engine has something to do, plus the time that the stream was away; Long.MAX_VALUE for
     * never.
     */
    private long due(DetectionState run) {
        OptionalLong wanted = engine.nextWakeMillis(run, cache.states());
        if (wanted.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return wanted.getAsLong() + Math.max(0, awayUntilMillis - run.lastRecordMillis);
    }

    private static EncodedRecord encoded(RunReference reached) {
        return new EncodedRecord(reached.getRunId(), Topics.REFERENCES.codec().encode(reached));
    }

    private Consumer<Alert> alerts(String runId) {
        return alert -> {
            pending.add(new EncodedRecord(runId, Topics.ALERTS.codec().encode(alert)));
            counters.count(alert);
        };
    }

    /** Outside of what guards the engine: a failure of the sink must fail the job, or its alert would be lost. */
    private void emit(Collector<EncodedRecord> out) {
        pending.forEach(out::collect);
        pending.clear();
    }
}
