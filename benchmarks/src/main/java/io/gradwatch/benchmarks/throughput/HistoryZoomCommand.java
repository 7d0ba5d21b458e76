package io.gradwatch.benchmarks.throughput;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.benchmarks.report.Latencies;
import io.gradwatch.benchmarks.report.Machine;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cost to the server of a curve of a long run, at each zoom; a NaN of one step must be in every answer around it. */
@Command(
        name = "history-zoom",
        description = "Milliseconds and bytes of a curve of one long run, zoom by zoom.",
        mixinStandardHelpOptions = true)
public final class HistoryZoomCommand implements Callable<Integer> {

    private static final String RUN = "long-run";
    private static final int WARM_UP = 20;

    @Option(names = "--steps", defaultValue = "10000000", description = "Of the run. Default: ${DEFAULT-VALUE}")
    private long steps;

    @Option(names = "--points", defaultValue = "1000", description = "Of a curve. Default: ${DEFAULT-VALUE}")
    private int points;

    @Option(names = "--times", defaultValue = "30", description = "Queries of each zoom. Default: ${DEFAULT-VALUE}")
    private int times;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Machine.describe());
        try (ScratchKafka kafka = new ScratchKafka();
                History history = new History(kafka.folder().resolve("history"), HistorySettings.defaults())) {
            fill(kafka);
            out.printf("history-zoom   written   %s%n", HistoryIngest.read(kafka, history, steps));
            out.flush();
            for (int i = 0; i < WARM_UP; i++) {
                history.series().points(PointsRequest.all(RUN, "loss", points));
            }
            for (long length = steps; length >= 100; length /= 10) {
                zoom(history, length);
            }
        }
        out.println(Machine.describe());
        return 0;
    }

    private void zoom(History history, long length) throws IOException {
        Latencies latencies = new Latencies();
        SplittableRandom random = new SplittableRandom(length);
        long most = 0;
        long bucketSteps = 0;
        for (int i = 0; i < times; i++) {
            long from = Math.max(0, Math.min(steps - length, steps / 2 - random.nextLong(length)));
            PointsRequest request = PointsRequest.all(RUN, "loss", points).between(from, from + length - 1);
            long begin = System.nanoTime();
            Points answer = history.series().points(request);
            latencies.add(System.nanoTime() - begin);
            bucketSteps = answer.bucketSteps();
            most = Math.max(most, new ObjectMapper().writeValueAsBytes(answer).length);
            if (LongStream.of(answer.nan()).sum() != 1) {
                throw new IllegalStateException("the NaN at step " + steps / 2 + " is not in " + request);
            }
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "history-zoom   %,11d steps, 1 point = %,6d   %s   at most %,d bytes%n",
                        length, bucketSteps, latencies, most);
    }

    private void fill(ScratchKafka kafka) {
        SyntheticRun run = new SyntheticRun(RUN, 0, 1);
        byte[] key = RUN.getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer =
                kafka.producer(Map.of("batch.size", "262144", "linger.ms", "20", "buffer.memory", "67108864"))) {
            for (long i = 0; i < steps; i++) {
                Telemetry step = i == steps / 2 ? run.failingStep() : run.step();
                Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                        Topics.TELEMETRY.name(), key, Topics.TELEMETRY.codec().encode(step)));
            }
        }
    }
}
