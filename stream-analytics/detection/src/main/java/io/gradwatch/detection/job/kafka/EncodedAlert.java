package io.gradwatch.detection.job.kafka;

/**
 * An alert as it goes to the topic.
 *
 * <p>A Flink POJO: public fields, public no-argument constructor.
 */
public final class EncodedAlert {

    /** Key of the record. */
    public String runId;

    /** Value of the record: a single object of {@link io.gradwatch.schema.Topics#ALERTS}. */
    public byte[] value;

    /** For Flink. */
    public EncodedAlert() {}

    public EncodedAlert(String runId, byte[] value) {
        this.runId = runId;
        this.value = value;
    }
}
