package io.gradwatch.benchmarks.agent;

import io.gradwatch.benchmarks.report.ThreadCost;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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
 * The baseline: the training thread itself makes the record, encodes it and hands it to a Kafka producer. With Kafka
 * away such a thread would wait for a minute, so it is measured with Kafka there.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlainSend {

    /** Tensors with statistics in each step. */
    @Param({"0", "8"})
    private int tensors;

    private ScratchKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;
    private SyntheticRun run;

    /** Starts the broker and the producer. */
    @Setup
    public void start() {
        kafka = new ScratchKafka();
        producer = kafka.producer(Map.of());
        run = new SyntheticRun("benchmark", tensors, 0);
    }

    /** The same pause as the agent gets. */
    @Setup(Level.Invocation)
    public void pause() {
        LockSupport.parkNanos(AgentCall.PAUSE_NANOS);
    }

    /** A burst of steps. */
    @Benchmark
    @OperationsPerInvocation(AgentCall.BURST)
    public void send(ThreadCost cost) {
        cost.begin();
        for (int i = 0; i < AgentCall.BURST; i++) {
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                    Topics.TELEMETRY.name(),
                    run.runId().getBytes(StandardCharsets.UTF_8),
                    Topics.TELEMETRY.codec().encode(run.step())));
        }
        cost.end(AgentCall.BURST);
    }

    /** Stops both. */
    @TearDown
    public void stop() {
        producer.close();
        kafka.close();
    }
}
