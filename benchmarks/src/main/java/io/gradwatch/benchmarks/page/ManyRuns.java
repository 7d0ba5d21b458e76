package io.gradwatch.benchmarks.page;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Runs of 40 projects, 200 people and 500 hosts that all train; one in fifty has an alert. */
final class ManyRuns implements AutoCloseable {

    static final int PROJECTS = 40;
    static final int OWNERS = 200;
    static final int HOSTS = 500;

    private static final SingleObjectCodec<Telemetry> TELEMETRY = Topics.TELEMETRY.codec();
    private static final int WITH_ALERT = 50;

    private final KafkaProducer<byte[], byte[]> producer;
    private final long[] sequences;
    private final SplittableRandom random = new SplittableRandom(7);
    private final Thread steps = new Thread(this::goOn, "steps");
    private final int stepsPerSecond;
    private volatile boolean stopped;

    /** @param stepsPerSecond of all runs together, once {@link #begin} has returned */
    ManyRuns(ScratchKafka kafka, int runs, int stepsPerSecond) {
        this.producer = kafka.producer(Map.of("linger.ms", "5", "batch.size", "131072"));
        this.sequences = new long[runs];
        this.stepsPerSecond = stepsPerSecond;
    }

    /** Starts all runs, and lets them go on. */
    void begin() {
        for (int run = 0; run < sequences.length; run++) {
            send(run, started(run));
            send(run, step(run));
            if (run % WITH_ALERT == 0) {
                alert(run);
            }
        }
        producer.flush();
        steps.start();
    }

    private void goOn() {
        long begin = System.nanoTime();
        for (long sent = 0; !stopped; sent++) {
            int run = (int) (sent % sequences.length);
            send(run, step(run));
            long early = begin + sent * 1_000_000_000L / stepsPerSecond - System.nanoTime();
            try {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, early));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static RunStarted started(int run) {
        return RunStarted.newBuilder()
                .setName("run-" + run)
                .setProject("project-" + run % PROJECTS)
                .setOwner("owner-" + run % OWNERS)
                .setHost("node-" + run % HOSTS + ".example.org")
                .setDevices(List.of("H100", "H100", "H100", "H100"))
                .setFramework("pytorch")
                .setHyperparameters(Map.of(
                        "max_steps", "100000", "lr", (run % 100 + 1) + "e-5", "batch", "64", "model", "net-" + run % 7))
                .build();
    }

    private Step step(int run) {
        long step = sequences[run];
        double loss = 0.2 + random.nextDouble() + 2.0 / (1 + step);
        return Step.newBuilder()
                .setStep(step)
                .setLoss(loss)
                .setLearningRate(3e-4)
                .setGradientNorm(2 * loss)
                .setUpdateRatio(1e-3)
                .setDurationMillis(100.0)
                .setMetrics(Map.of("accuracy", random.nextDouble()))
                .build();
    }

    private void alert(int run) {
        Alert alert = Alert.newBuilder()
                .setId("alert-" + run)
                .setDetector("loss-spike")
                .setAlertClass("loss_spike")
                .setSeverity(run % (4 * WITH_ALERT) == 0 ? Severity.CRITICAL : Severity.WARNING)
                .setState(AlertState.FIRING)
                .setRunId(id(run))
                .setRunName("run-" + run)
                .setProject("project-" + run % PROJECTS)
                .setOwner("owner-" + run % OWNERS)
                .setOnsetStep(0)
                .setRaisedStep(1)
                .setRaisedTimeMillis(System.currentTimeMillis())
                .setSummary("The loss jumps.")
                .build();
        byte[] value = Topics.ALERTS.codec().encode(alert);
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(Topics.ALERTS.name(), key(run), value));
    }

    private void send(int run, Object event) {
        Origin origin = new Origin(id(run), 0, 0, (long) run, sequences[run]++, System.currentTimeMillis(), false);
        byte[] value = TELEMETRY.encode(new Telemetry(origin, event));
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), key(run), value));
    }

    private static String id(int run) {
        return "id-" + run;
    }

    private static byte[] key(int run) {
        return id(run).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        steps.interrupt();
        steps.join();
        producer.close();
    }
}
