package io.gradwatch.detection.job.operator;

/**
 * A record of a compacted topic, on its way to every parallel detection.
 *
 * <p>A Flink POJO: public fields, public no-argument constructor.
 */
public final class Known {

    /** Name of the topic. */
    public String topic;

    /** What the record is about. */
    public String key;

    /** What is known of it now; null where nothing is any more. */
    public byte[] value;

    /** For Flink. */
    public Known() {}

    Known(String topic, String key, byte[] value) {
        this.topic = topic;
        this.key = key;
        this.value = value;
    }
}
