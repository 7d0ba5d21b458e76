package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Numbers;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.files.HistoryTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Steps a second into the history, next to a consumer that only polls and decodes; and bytes a step on disk. */
@Command(
        name = "history-ingest",
        description = "Steps a second into the history, next to a consumer that only polls and decodes; bytes a step.")
public final class HistoryIngestCommand extends Benchmark {

    @Option(names = "--steps", defaultValue = "2000000", description = "Bare steps.")
    private long steps;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds that count.")
    private int rounds;

    @Override
    protected void measure() throws Exception {
        try (ScratchKafka kafka = new ScratchKafka()) {
            TelemetryFill fill = TelemetryFill.send(kafka, 0, steps);
            List<Double> plain = new ArrayList<>();
            List<Double> written = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                Round polled = new PlainConsumer(kafka, new AvroReader()::read).read();
                print("  round %d   consumer   %s%n", round, polled);
                try (History history =
                        new History(kafka.folder().resolve("history-" + round), HistorySettings.defaults())) {
                    Round ingested = HistoryIngest.read(kafka, history, fill.records());
                    print("            history    %s%n", ingested);
                    if (round > 0) {
                        plain.add(polled.recordsPerSecond());
                        written.add(ingested.recordsPerSecond());
                    } else {
                        sizes(history, fill);
                    }
                }
            }
            print(
                    "history-ingest   history %,.0f steps/s, consumer %,.0f steps/s, ratio %.2f%n",
                    Numbers.median(written), Numbers.median(plain), Numbers.median(written) / Numbers.median(plain));
        }
    }

    private void sizes(History history, TelemetryFill fill) throws java.io.IOException {
        double perStep = 1.0 / steps;
        print(
                "history-ingest   bytes a step: topic %d, steps %.1f, pyramid %.1f%n",
                fill.bytesPerRecord(),
                perStep * HistoryIngest.bytes(history, HistoryTable.STEPS),
                perStep
                        * (HistoryIngest.bytes(history, HistoryTable.BUCKETS)
                                + HistoryIngest.bytes(history, HistoryTable.SPANS)));
    }
}
