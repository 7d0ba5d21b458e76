package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.job.kafka.DeadLetter;
import io.gradwatch.detection.job.kafka.EncodedRecord;
import io.gradwatch.detection.job.kafka.LogRecord;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.job.settings.FlinkSettings;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * The keyed operator alone, fed record by record, with pulses every second of the log. Times are seconds of the log.
 */
final class DetectionHarness implements AutoCloseable {

    /** The log does not begin at 1970, where a time of 0 means none. */
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final DetectionOperator operator;
    private final Harness harness;
    private long offset;
    private long pulsedSeconds;

    private DetectionHarness(OperatorSubtaskState restored) throws Exception {
        ExecutionConfig execution = new ExecutionConfig();
        DetectionSettings settings = DetectionSettings.defaults("127.0.0.1:1");
        execution.configure(FlinkSettings.of(settings), getClass().getClassLoader());
        URL additional = getClass().getResource("/additional-detectors/");
        operator = DetectionOperator.of(settings);
        harness = new Harness(
                operator,
                new MockEnvironmentBuilder()
                        .setExecutionConfig(execution)
                        .setUserCodeClassLoader(new URLClassLoader(
                                new URL[] {additional}, getClass().getClassLoader()))
                        .build());
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
    }

    static DetectionHarness fresh() throws Exception {
        DetectionHarness harness = new DetectionHarness(null);
        harness.pulseUntil(0);
        return harness;
    }

    static DetectionHarness restored(OperatorSubtaskState snapshot) throws Exception {
        return new DetectionHarness(snapshot);
    }

    /** Takes a record of a run, appended at a time. */
    void record(long seconds, String key, byte[] value) throws Exception {
        LogRecord record = new LogRecord();
        record.runId = key;
        record.value = value;
        record.timestampMillis = millis(seconds);
        record.offset = offset++;
        StreamRecord<LogRecord> element = new StreamRecord<>(record, record.timestampMillis);
        operator.setKeyContextElement1(element);
        operator.processElement1(element);
    }

    /** Is told what an earlier run reached, or with null that it is no longer to be known. */
    void reference(String runId, byte[] value) throws Exception {
        known(Topics.REFERENCES, runId, value);
    }

    /** Is told a record of a compacted topic. */
    void known(Topic<?> topic, String key, byte[] value) throws Exception {
        StreamRecord<BroadcastRecord> element = new StreamRecord<>(new BroadcastRecord(topic.name(), key, value));
        operator.setKeyContextElement2(element);
        operator.processElement2(element);
    }

    /** Lets a pulse arrive at every second up to this one. */
    void pulseUntil(long seconds) throws Exception {
        while (pulsedSeconds < seconds) {
            pulsedSeconds++;
            operator.processWatermark1(new Watermark(millis(pulsedSeconds)));
        }
        leapTo(seconds);
    }

    /** Lets no pulse arrive before this second. */
    void leapTo(long seconds) throws Exception {
        pulsedSeconds = seconds;
        operator.processWatermark1(new Watermark(millis(seconds)));
    }

    List<Alert> alerts() throws Exception {
        List<Alert> alerts = new ArrayList<>();
        for (EncodedRecord encoded : harness.extractOutputValues()) {
            alerts.add(Topics.ALERTS.codec().decode(encoded.value));
        }
        return alerts;
    }

    List<DeadLetter> deadLetters() {
        Queue<StreamRecord<DeadLetter>> letters = harness.getSideOutput(DeadLetter.TAG);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }

    /** References of healthy runs, as they go to the topic. */
    List<EncodedRecord> references() {
        Queue<StreamRecord<EncodedRecord>> references = harness.getSideOutput(EncodedRecord.REFERENCES);
        return references == null
                ? List.of()
                : references.stream().map(StreamRecord::getValue).toList();
    }

    int timers() {
        return harness.numEventTimeTimers();
    }

    int stateEntries() {
        return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }

    private static long millis(long seconds) {
        return EPOCH_MILLIS + 1_000 * seconds;
    }

    /** Flink's own harness for two inputs cannot be given a class loader. */
    private static final class Harness extends AbstractStreamOperatorTestHarness<EncodedRecord> {

        Harness(DetectionOperator operator, MockEnvironment environment) throws Exception {
            super(operator, environment);
            KeySelector<LogRecord, String> key = record -> record.runId;
            config.setStatePartitioner(0, key);
            config.setStateKeySerializer(Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
            config.serializeAllConfigs();
        }
    }
}
