package io.gradwatch.detection.job.kafka;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * Alert or reference of a run, as it goes to its topic.
 *
 * <p>A Flink POJO: public fields, public no-argument constructor.
 */
public final class EncodedRecord {

    /** Side output of the detection for references of healthy runs. */
    public static final OutputTag<EncodedRecord> REFERENCES =
            new OutputTag<>("references", TypeInformation.of(EncodedRecord.class));

    /** Key of the record. */
    public String runId;

    /** Value of the record: a single object of its topic. */
    public byte[] value;

    /** For Flink. */
    public EncodedRecord() {}

    public EncodedRecord(String runId, byte[] value) {
        this.runId = runId;
        this.value = value;
    }
}
