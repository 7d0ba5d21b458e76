package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * A record that could not be used, with its origin and the reason.
 *
 * <p>A Flink POJO: public fields, public no-argument constructor.
 */
public final class DeadLetter {

    /** Side output of the operators for these records. */
    public static final OutputTag<DeadLetter> TAG =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    /** A longer message is cut: it may quote what a job sent. Characters. */
    static final int MAX_MESSAGE_LENGTH = 2_000;

    /** Stage at which a record failed. */
    public enum Stage {
        /** The key is no run id. */
        KEY,
        /** The value is not a telemetry record in a known schema. */
        DECODE,
        /** The record contradicts its key or the contract of its fields. */
        ADMISSION,
        /** A detector failed on it; the other detectors have seen it. */
        DETECTION
    }

    /** Name of the topic that the record is of. */
    public String topic;

    /** As it came; null where the record had none. */
    public byte[] key;

    /** As it came; null where the record had none. */
    public byte[] value;

    public int partition;

    public long offset;

    /** Time of appending, milliseconds since 1970-01-01 UTC. */
    public long timestampMillis;

    /** See {@link Stage}, in lower case. */
    public String stage;

    /** Class of the exception, or of the refusal. */
    public String errorClass;

    public String errorMessage;

    /** For Flink. */
    public DeadLetter() {}

    /** One of the telemetry. */
    public static DeadLetter of(LogRecord record, Stage stage, Throwable error) {
        return of(record, stage, error.getClass().getName(), String.valueOf(error.getMessage()));
    }

    public static DeadLetter of(LogRecord record, Stage stage, String errorClass, String errorMessage) {
        DeadLetter letter = new DeadLetter();
        letter.topic = Topics.TELEMETRY.name();
        letter.key = record.runId == null ? record.unusableKey : record.runId.getBytes(StandardCharsets.UTF_8);
        letter.value = record.value;
        letter.partition = record.partition;
        letter.offset = record.offset;
        letter.timestampMillis = record.timestampMillis;
        letter.stage = stage.name().toLowerCase(Locale.ROOT);
        letter.errorClass = errorClass;
        letter.errorMessage = errorMessage.length() <= MAX_MESSAGE_LENGTH
                ? errorMessage
                : errorMessage.substring(0, MAX_MESSAGE_LENGTH - 3) + "...";
        return letter;
    }

    /** The same of another topic. */
    public DeadLetter in(Topic<?> other) {
        topic = other.name();
        return this;
    }
}
