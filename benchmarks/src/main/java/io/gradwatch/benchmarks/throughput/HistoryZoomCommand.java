package io.gradwatch.benchmarks.throughput;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Latencies;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.benchmarks.setup.TelemetryProducer;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cost to the server of a curve of a long run, at each zoom; a NaN of one step must be in every answer around it. */
@Command(name = "history-zoom", description = "Milliseconds and bytes of a curve of one long run, zoom by zoom.")
public final class HistoryZoomCommand extends Benchmark {

    private static final String RUN = "long-run";
    private static final int WARM_UP = 20;

    @Option(names = "--steps", defaultValue = "10000000", description = "Of the run.")
    private long steps;

    @Option(names = "--points", defaultValue = "1000", description = "Of a curve.")
    private int points;

    @Option(names = "--times", defaultValue = "30", description = "Queries of each zoom.")
    private int times;

    @Override
    protected void measure() throws IOException {
        try (ScratchKafka kafka = new ScratchKafka();
                History history = new History(kafka.folder().resolve("history"), HistorySettings.defaults())) {
            fill(kafka);
            print("history-zoom   written   %s%n", HistoryIngest.read(kafka, history, steps));
            for (int i = 0; i < WARM_UP; i++) {
                history.series().points(PointsRequest.all(RUN, "loss", points));
            }
            for (long length = steps; length >= 100; length /= 10) {
                zoom(history, length);
            }
        }
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
        print(
                "history-zoom   %,11d steps, 1 point = %,6d   %s   at most %,d bytes%n",
                length, bucketSteps, latencies, most);
    }

    private void fill(ScratchKafka kafka) {
        SyntheticRun run = new SyntheticRun(RUN, 0, 1);
        try (TelemetryProducer producer = TelemetryProducer.inBulk(kafka)) {
            for (long i = 0; i < steps; i++) {
                producer.send(run, i == steps / 2 ? run.failingStep() : run.step());
            }
        }
    }
}
