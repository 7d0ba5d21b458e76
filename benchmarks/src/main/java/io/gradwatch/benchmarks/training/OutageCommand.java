package io.gradwatch.benchmarks.training;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Latencies;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.training.StepTimes.Phase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A DL4J network trains with Gradwatch's listener at its defaults while Kafka is stopped for a minute and started
 * again. Prints the step times of each phase, and whether every step is in the topic in the end, in order. Stopping and
 * starting are phases of their own, because the broker is in this process and takes its cores.
 */
@Command(
        name = "outage",
        description = "Step times of a DL4J job while Kafka is away, and whether every step arrives in order.")
public final class OutageCommand extends Benchmark {

    private static final int WARM_UP_SECONDS = 8;

    @Option(names = "--seconds", defaultValue = "60", description = "Kafka is away.")
    private int seconds;

    @Option(names = "--around", defaultValue = "20", description = "Seconds measured before, and after.")
    private int around;

    @Option(names = "--size", defaultValue = "SMALL", description = "${COMPLETION-CANDIDATES}.")
    private NetworkSize size;

    @Override
    protected void measure() throws Exception {
        StepTimes times = new StepTimes();
        AtomicLong trained = new AtomicLong();
        try (ScratchKafka kafka = new ScratchKafka()) {
            train(kafka, times, trained);
            for (Phase phase : Phase.values()) {
                print(phase, times.of(phase), times.of(Phase.BEFORE));
            }
            StepsInTopic found = StepsInTopic.read(kafka);
            boolean complete = found.distinct() == trained.get() && found.backwards() == 0;
            print(
                    "outage   %s: %,d steps trained, %,d distinct in the topic, %,d repeated, %,d out of order%n",
                    complete ? "complete and in order" : "NOT COMPLETE OR NOT IN ORDER",
                    trained.get(),
                    found.distinct(),
                    found.repeated(),
                    found.backwards());
            if (!complete) {
                throw new IllegalStateException("what was trained is not what is in the topic");
            }
        }
    }

    private void train(ScratchKafka kafka, StepTimes times, AtomicLong trained) throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        try (WatchedNetwork network = new WatchedNetwork(size, Watcher.DEFAULTS, kafka)) {
            Thread training = new Thread(
                    () -> {
                        while (!stopped.get()) {
                            network.epoch(nanos -> {
                                times.add(nanos);
                                trained.incrementAndGet();
                            });
                        }
                    },
                    "training");
            training.start();
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            times.enter(Phase.BEFORE);
            TimeUnit.SECONDS.sleep(around);
            times.enter(Phase.STOPPING);
            kafka.broker().stop();
            times.enter(Phase.AWAY);
            TimeUnit.SECONDS.sleep(seconds);
            times.enter(Phase.STARTING);
            kafka.broker().start();
            times.enter(Phase.AFTER);
            TimeUnit.SECONDS.sleep(around);
            stopped.set(true);
            training.join();
        }
    }

    private void print(Phase phase, Latencies times, Latencies before) {
        print(
                "outage   %-22s %s   p50 %.2f, p99 %.2f of before%n",
                phase, times, times.millis(50) / before.millis(50), times.millis(99) / before.millis(99));
    }
}
