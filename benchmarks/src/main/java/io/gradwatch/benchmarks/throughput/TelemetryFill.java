package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.benchmarks.setup.TelemetryProducer;
import java.util.ArrayList;
import java.util.List;

/**
 * Steps of runs in the telemetry topic, mixed as they would come from as many jobs. The first and the last records of
 * each partition are marks: their alerts tell when detection began and when it was done.
 *
 * @param records in the topic
 * @param bytesPerRecord mean size of a value
 */
record TelemetryFill(long records, long bytesPerRecord) {

    /** Alerts of these runs mark the beginning, one a partition. */
    static final String FIRST = "first-";

    /** Alerts of these runs mark the end, one a partition. */
    static final String LAST = "last-";

    private static final int RUNS = 200;

    /**
     * Sends {@code steps} steps, and what frames them.
     *
     * @param layers whose statistics are in each step
     */
    static TelemetryFill send(ScratchKafka kafka, int layers, long steps) {
        List<SyntheticRun> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(new SyntheticRun("run-" + i, layers, i));
        }
        try (TelemetryProducer producer = TelemetryProducer.inBulk(kafka)) {
            producer.mark(FIRST);
            runs.forEach(run -> producer.send(run, run.started()));
            for (long i = 0; i < steps; i++) {
                SyntheticRun run = runs.get((int) (i % RUNS));
                producer.send(run, run.step());
            }
            runs.forEach(run -> producer.send(run, run.finished()));
            producer.mark(LAST);
            return new TelemetryFill(producer.records(), producer.bytesPerRecord());
        }
    }
}
