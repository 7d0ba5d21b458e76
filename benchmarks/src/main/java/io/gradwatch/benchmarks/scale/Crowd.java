package io.gradwatch.benchmarks.scale;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.benchmarks.setup.TelemetryProducer;
import java.util.ArrayList;
import java.util.List;

/**
 * Many runs that all train, their steps mixed as they would come from as many jobs. The loss of one in fifty is NaN at
 * its last step, and it goes on, so that its alert is open.
 */
final class Crowd {

    /** Runs of which one has an alert. */
    static final int WITH_ALERT = 50;

    private final ScratchKafka kafka;
    private final int runs;
    private final int layers;
    private final int steps;

    /**
     * @param layers whose statistics are in each step; 0 for none
     * @param steps of each run
     */
    Crowd(ScratchKafka kafka, int runs, int layers, int steps) {
        this.kafka = kafka;
        this.runs = runs;
        this.layers = layers;
        this.steps = steps;
    }

    int runs() {
        return runs;
    }

    /** Runs that have an alert. */
    int alerted() {
        return (runs + WITH_ALERT - 1) / WITH_ALERT;
    }

    /** Sends all runs, and returns when Kafka has them. */
    void send() {
        List<SyntheticRun> all = new ArrayList<>(runs);
        try (TelemetryProducer producer = TelemetryProducer.inBulk(kafka)) {
            for (int i = 0; i < runs; i++) {
                SyntheticRun run = new SyntheticRun("run-" + i, layers, i);
                all.add(run);
                producer.send(run, run.started());
            }
            for (int step = 0; step < steps; step++) {
                boolean last = step == steps - 1;
                for (int i = 0; i < runs; i++) {
                    SyntheticRun run = all.get(i);
                    producer.send(run, last && i % WITH_ALERT == 0 ? run.failingStep() : run.step());
                }
            }
        }
    }

    /**
     * Sends a mark behind all records.
     *
     * @param name begins the ids of its runs
     */
    void mark(String name) {
        try (TelemetryProducer producer = TelemetryProducer.inBulk(kafka)) {
            producer.mark(name + "-");
        }
    }
}
