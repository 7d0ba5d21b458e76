package io.gradwatch.benchmarks.agent;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.benchmarks.report.ThreadCost;
import io.gradwatch.benchmarks.setup.ScratchFolder;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.TensorKind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One step with eight values through the agent. Steps come in bursts that the queue can hold, with a pause after each
 * in which the agent's thread takes them: a training thread is never faster than the agent for long, and unbroken calls
 * would measure nothing but a full queue.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AgentCall {

    static final int BURST = 200;
    static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SHORT_QUEUE = 8;
    private static final String NOWHERE = "127.0.0.1:1";

    /** State of Kafka. */
    @Param
    private KafkaIs kafkaIs;

    /** Tensors with statistics in each step. */
    @Param({"0", "8"})
    private int tensors;

    private final String[] layers = new String[8];
    private final ScratchFolder folder = new ScratchFolder();
    private ScratchKafka kafka;
    private TrainingRun run;
    private long step;

    /** Starts the broker where one is wanted, and the run. */
    @Setup
    public void start() {
        for (int i = 0; i < layers.length; i++) {
            layers[i] = "layer" + i + "_W";
        }
        AgentSettings.Builder settings =
                AgentSettings.builder().spoolFolder(folder.resolve("spool")).closeTimeout(Duration.ofSeconds(1));
        if (kafkaIs == KafkaIs.UP) {
            kafka = new ScratchKafka();
        }
        if (kafkaIs == KafkaIs.QUEUE_FULL) {
            settings.queueCapacity(SHORT_QUEUE);
        }
        settings.bootstrapServers(kafka == null ? NOWHERE : kafka.bootstrapServers());
        run = TrainingRun.start(RunDescription.named("benchmark"), settings.build());
    }

    /** Lets the agent's thread empty the queue. */
    @Setup(Level.Invocation)
    public void pause() {
        if (kafkaIs != KafkaIs.QUEUE_FULL) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A burst of steps. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void step(ThreadCost cost) {
        long dropped = run.droppedRecords();
        cost.begin();
        for (int i = 0; i < BURST; i++) {
            record();
        }
        cost.end(BURST);
        cost.droppedCalls += run.droppedRecords() - dropped;
    }

    private void record() {
        double value = 1.0 / (1 + step);
        StepRecorder recorder = run.step(step++)
                .epoch(value)
                .loss(value)
                .learningRate(0.01)
                .gradientNorm(value)
                .parameterNorm(31)
                .updateRatio(value)
                .batchSize(64)
                .durationMillis(100);
        for (int i = 0; i < tensors; i++) {
            recorder.tensor(layers[i], TensorKind.GRADIENT, 65_792, -value, value, value, value, value, 0, 0, 17);
        }
        recorder.publish();
    }

    /** Ends the run and all that was started. */
    @TearDown
    public void stop() {
        run.close();
        if (kafka != null) {
            kafka.close();
        }
        folder.close();
    }
}
