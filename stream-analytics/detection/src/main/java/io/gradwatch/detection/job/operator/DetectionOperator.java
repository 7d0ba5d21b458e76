package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.job.kafka.EncodedRecord;
import io.gradwatch.detection.job.kafka.LogRecord;
import io.gradwatch.detection.job.metrics.JobMetric;
import io.gradwatch.detection.job.settings.DetectionSettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Hosts {@link DetectionFunction} and informs it when the stream itself was away.
 *
 * <p>While Kafka or this job is down, no pulse is written and no run can be heard; when they are back, the watermark
 * leaps over the outage and every timer in it fires at once. That is not the silence of a run. So a watermark that is
 * more than {@link #AWAY_AFTER} ahead of the one before, and the first one after a start, mark an absence of the
 * stream: what was not heard before its end is given its whole patience again from there. A catch-up on a long backlog,
 * where watermarks leap too, is treated the same: it can delay an alert of silence, never raise a false one.
 *
 * <p>Its second input, what earlier runs reached and what was set, has no time: the watermarks of the telemetry alone
 * are the time of the log, whatever that input sends or does not.
 */
public final class DetectionOperator
        extends CoBroadcastWithKeyedOperator<String, LogRecord, BroadcastRecord, EncodedRecord> {

    private static final long serialVersionUID = 1L;

    /** A longer leap of the watermark is an absence; a busy machine delays watermarks by a second or two. */
    private static final Duration AWAY_AFTER = Duration.ofSeconds(5);

    private static final int AWAY_AFTER_PULSES = 5;

    private final DetectionFunction function;
    private final long awayAfterMillis;

    private transient boolean started;
    /** Read by those who ask for metrics, too; negative before the first. */
    private transient volatile long lastWatermarkMillis;

    private DetectionOperator(DetectionFunction function, long awayAfterMillis) {
        super(function, List.of(BroadcastReferences.STATE, BroadcastSettings.STATE));
        this.function = function;
        this.awayAfterMillis = awayAfterMillis;
    }

    public static DetectionOperator of(DetectionSettings settings) {
        return new DetectionOperator(
                new DetectionFunction(settings.detectors()),
                Math.max(
                        AWAY_AFTER.toMillis(),
                        AWAY_AFTER_PULSES * settings.pulseInterval().toMillis()));
    }

    @Override
    public void open() throws Exception {
        super.open();
        lastWatermarkMillis = -1;
        // Flink measures the smallest of both inputs, and the second has none.
        getMetricGroup().gauge(JobMetric.WATERMARK.metricName(), () -> lastWatermarkMillis);
        OperatorStateBackend state = getOperatorStateBackend();
        function.restore(
                state.getBroadcastState(BroadcastReferences.STATE), state.getBroadcastState(BroadcastSettings.STATE));
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        processWatermark(mark);
    }

    @Override
    public void processWatermark2(Watermark mark) {
        // See the class.
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        function.save(this::setCurrentKey);
        super.snapshotState(context);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (!started || mark.getTimestamp() - lastWatermarkMillis > awayAfterMillis) {
            function.streamWasAwayUntil(mark.getTimestamp());
        }
        started = true;
        lastWatermarkMillis = mark.getTimestamp();
        super.processWatermark(mark);
    }
}
