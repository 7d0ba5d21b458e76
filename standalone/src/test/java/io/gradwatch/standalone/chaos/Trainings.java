package io.gradwatch.standalone.chaos;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.schema.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Runs with known faults. A fault hits a run in the middle, whose loss is NaN for a while and finite again before it
 * finishes; after it a short run fails.
 */
final class Trainings implements AutoCloseable {

    /** Detector that fires on runs which a fault hit. */
    static final String NON_FINITE = "non-finite";

    /** Detector that fires on the short run after a fault. */
    static final String FAILED = "failed-run";

    private static final int STEPS = 240;
    private static final int FIRST_NAN = 60;
    private static final int LAST_NAN = 64;
    private static final int PROBE_STEPS = 20;
    private static final Duration BETWEEN_STEPS = Duration.ofMillis(20);

    private final AgentSettings agent;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Training> hit = new ArrayList<>();
    private final List<Training> after = new ArrayList<>();
    private final List<Future<?>> going = new ArrayList<>();
    private TrainingRun last;

    /**
     * @param kafka host and port
     * @param spool folder of the agents
     */
    Trainings(String kafka, Path spool) {
        agent = AgentSettings.fromEnvironment(
                Map.of("GRADWATCH_BOOTSTRAP_SERVERS", kafka, "GRADWATCH_SPOOL_FOLDER", spool.toString()));
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "acks",
                        "all",
                        "delivery.timeout.ms",
                        3_600_000,
                        "max.block.ms",
                        3_600_000,
                        "request.timeout.ms",
                        5_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Number of the fault that a run belongs to. */
    static String fault(String run) {
        return run.substring(run.indexOf('-') + 1);
    }

    /** Begins the run that a fault will hit; it goes on beside the caller. Every other one records with the agent. */
    void beginHit(Fault fault) {
        String id = "hit-" + fault.number();
        Training run = fault.number() % 2 == 0 ? new AgentTraining(id, agent) : new KafkaTraining(producer, id);
        hit.add(run);
        going.add(threads.submit(() -> goNan(run)));
    }

    /** A run that begins and fails at once. */
    Training fail(Fault fault) {
        Training run = new KafkaTraining(producer, "after-" + fault.number());
        after.add(run);
        run.begin();
        for (int step = 0; step < PROBE_STEPS; step++) {
            run.step(step, 1.0 / (1 + step));
        }
        run.end(Outcome.FAILED, PROBE_STEPS - 1);
        return run;
    }

    private static void goNan(Training run) {
        run.begin();
        for (int step = 0; step < STEPS; step++) {
            boolean nan = step >= FIRST_NAN && step <= LAST_NAN;
            run.step(step, nan ? Double.NaN : 2.0 - step / 1000.0);
            Pause.of(BETWEEN_STEPS);
        }
        run.end(Outcome.FINISHED, STEPS - 1);
    }

    /** Runs on which {@link #NON_FINITE} fires. */
    List<Training> hit() {
        return List.copyOf(hit);
    }

    /** Runs on which {@link #FAILED} fires. */
    List<Training> after() {
        return List.copyOf(after);
    }

    /** Waits until all runs have ended; an agent sends what others left until this is closed. */
    void finish() throws Exception {
        for (Future<?> run : going) {
            run.get(1, TimeUnit.MINUTES);
        }
        producer.flush();
        // Records that the spool still holds are sent by the next agent.
        last = TrainingRun.start(RunDescription.named("last"), agent);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        if (last != null) {
            last.close();
        }
        producer.close(Duration.ZERO);
    }
}
