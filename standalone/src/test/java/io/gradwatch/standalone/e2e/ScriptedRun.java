package io.gradwatch.standalone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** One rank of one attempt of a run that does what the test says, on a clock that the test sets. */
public final class ScriptedRun {

    /** No test lasts so long that a run which declares this is taken for silent. */
    private static final long HEARTBEAT_MILLIS = 1_800_000;

    private static final SingleObjectCodec<Telemetry> CODEC = Topics.TELEMETRY.codec();

    private final KafkaProducer<byte[], byte[]> producer;
    private final String id;
    private final int attempt;
    private final int rank;
    private long sequence;
    private long now = System.currentTimeMillis();

    public ScriptedRun(KafkaProducer<byte[], byte[]> producer, String id, int attempt, int rank) {
        this.producer = producer;
        this.id = id;
        this.attempt = attempt;
        this.rank = rank;
    }

    /** Id of the run. */
    public String id() {
        return id;
    }

    /** Sets the clock to so many milliseconds before this moment. */
    public ScriptedRun ago(long millis) {
        now = System.currentTimeMillis() - millis;
        return this;
    }

    /** Lets the clock go on. */
    public ScriptedRun after(long millis) {
        now += millis;
        return this;
    }

    /** Declaration that most runs share. */
    public RunStarted.Builder declaration() {
        return RunStarted.newBuilder()
                .setName(id)
                .setProject("expectations")
                .setOwner("ada")
                .setHost("node-1")
                .setDevices(List.of("H100"))
                .setFramework("pytorch")
                .setHyperparameters(Map.of("optimizer", "adamw"))
                .setHeartbeatIntervalMillis(HEARTBEAT_MILLIS);
    }

    public ScriptedRun started() {
        return started(declaration());
    }

    public ScriptedRun started(RunStarted.Builder declaration) {
        return send(declaration.build());
    }

    public ScriptedRun step(long step, double loss) {
        return step(Step.newBuilder().setStep(step).setLoss(loss));
    }

    public ScriptedRun step(Step.Builder step) {
        return send(step.build());
    }

    public ScriptedRun evaluation(long step, Split split, double loss) {
        return send(Evaluation.newBuilder()
                .setStep(step)
                .setSplit(split)
                .setLoss(loss)
                .build());
    }

    public ScriptedRun heartbeat(long step) {
        return send(Heartbeat.newBuilder().setStep(step).build());
    }

    public ScriptedRun ended(Outcome outcome, long step) {
        return send(RunEnded.newBuilder().setOutcome(outcome).setStep(step).build());
    }

    /** Waits until the broker has everything. */
    public ScriptedRun flush() {
        producer.flush();
        return this;
    }

    private ScriptedRun send(Object event) {
        Origin origin = new Origin(id, attempt, rank, 1_000L * attempt + rank, sequence++, now, false);
        byte[] value = CODEC.encode(new Telemetry(origin, event));
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), id.getBytes(UTF_8), value));
        return this;
    }
}
