package io.gradwatch.detection.job.operator;

/**
 * A record of a compacted topic, on its way to every parallel detection.
 *
 * <p>A Flink POJO: public fields, public no-argument constructor.
 */
public final class BroadcastRecord {

    /** Name of the topic. */
    public String topic;

    /** Project or run that the record is about. */
    public String key;

    /** Present value; null where it was removed. */
    public byte[] value;

    /** For Flink. */
    public BroadcastRecord() {}

    BroadcastRecord(String topic, String key, byte[] value) {
        this.topic = topic;
        this.key = key;
        this.value = value;
    }
}
