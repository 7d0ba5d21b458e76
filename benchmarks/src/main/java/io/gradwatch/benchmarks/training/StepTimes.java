package io.gradwatch.benchmarks.training;

import io.gradwatch.benchmarks.report.Latencies;
import java.util.EnumMap;
import java.util.Map;

/** Durations of steps by what happens to Kafka meanwhile. Written by the training thread, steered by another. */
final class StepTimes {

    /** Phase of Kafka's outage. */
    enum Phase {
        WARM_UP("warm-up, Kafka there"),
        BEFORE("before, Kafka there"),
        STOPPING("Kafka stops"),
        AWAY("Kafka is away"),
        STARTING("Kafka starts"),
        AFTER("after, Kafka there");

        private final String words;

        Phase(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Map<Phase, Latencies> times = new EnumMap<>(Phase.class);
    private volatile Phase phase = Phase.WARM_UP;

    StepTimes() {
        for (Phase each : Phase.values()) {
            times.put(each, new Latencies());
        }
    }

    void enter(Phase next) {
        phase = next;
    }

    void add(long stepNanos) {
        times.get(phase).add(stepNanos);
    }

    /** To be read when training has ended. */
    Latencies of(Phase of) {
        return times.get(of);
    }
}
