package io.gradwatch.detection.job.kafka;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * Reference of a healthy run, as it goes to the topic.
 *
 * <p>A Flink POJO: public fields, public no-argument constructor.
 */
public final class EncodedReference {

    /** Side output of the detection. */
    public static final OutputTag<EncodedReference> TAG =
            new OutputTag<>("references", TypeInformation.of(EncodedReference.class));

    /** Key of the record. */
    public String runId;

    /** Value of the record: a single object of {@link io.gradwatch.schema.Topics#REFERENCES}. */
    public byte[] value;

    /** For Flink. */
    public EncodedReference() {}

    public EncodedReference(String runId, byte[] value) {
        this.runId = runId;
        this.value = value;
    }
}
