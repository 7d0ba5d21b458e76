package io.gradwatch.detection.job.operator;

import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;

/** The records of one session of one run, numbered in the order in which they are asked for. */
public final class Records {

    // Avro trusts the record classes, whose builders it serves, once the catalogue of topics is loaded.
    private static final SingleObjectCodec<Telemetry> CODEC = Topics.TELEMETRY.codec();

    private final String runId;
    private final long session;
    private long sequence;

    public Records(String runId) {
        this.runId = runId;
        this.session = runId.hashCode();
    }

    /** The run begins, and promises a heartbeat a second. */
    public byte[] started() {
        return encode(RunStarted.newBuilder()
                .setName(runId)
                .setHeartbeatIntervalMillis(1_000)
                .build());
    }

    public byte[] step(long step, double loss) {
        return encode(Step.newBuilder().setStep(step).setLoss(loss).build());
    }

    public byte[] heartbeat() {
        return encode(Heartbeat.newBuilder().build());
    }

    public byte[] failed() {
        return encode(RunEnded.newBuilder()
                .setOutcome(Outcome.FAILED)
                .setException("java.lang.IllegalStateException")
                .setMessage("the data set is gone")
                .build());
    }

    /** Any other event. */
    public byte[] of(Object event) {
        return encode(event);
    }

    private byte[] encode(Object event) {
        Origin origin = new Origin(runId, 0, 0, session, sequence++, 1_000_000 + sequence, false);
        return CODEC.encode(new Telemetry(origin, event));
    }
}
