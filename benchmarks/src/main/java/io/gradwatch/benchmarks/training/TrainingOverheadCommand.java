package io.gradwatch.benchmarks.training;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Numbers;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Seconds per epoch of a DL4J network, bare, with Gradwatch at three settings, and with DL4J's own listener. In each
 * round all train for a moment, in another order each time, and each is compared with the bare one of the same round:
 * what else the machine does meets all of them. By CPU time only what the training thread itself does counts.
 */
@Command(
        name = "dl4j-overhead",
        description = "Seconds per epoch of DL4J networks with listeners, next to those of the bare network.")
public final class TrainingOverheadCommand extends Benchmark {

    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);

    @Option(names = "--rounds", defaultValue = "30", description = "Rounds that count.")
    private int rounds;

    @Option(names = "--millis", defaultValue = "400", description = "Training of each in a round, at least one epoch.")
    private long millis;

    @Option(
            names = "--size",
            split = ",",
            defaultValue = "TINY,SMALL,LARGE",
            description = "Networks: ${COMPLETION-CANDIDATES}.")
    private List<NetworkSize> sizes;

    @Option(
            names = "--watcher",
            split = ",",
            defaultValue = "NO_TENSORS,DEFAULTS,TENSORS_EVERY_STEP,STATS_LISTENER",
            description = "Next to the bare network: ${COMPLETION-CANDIDATES}.")
    private List<Watcher> watchers;

    @Override
    protected void measure() throws Exception {
        for (NetworkSize size : sizes) {
            try (ScratchKafka kafka = new ScratchKafka()) {
                measure(size, kafka);
            }
        }
    }

    private void measure(NetworkSize size, ScratchKafka kafka) throws Exception {
        Map<Watcher, WatchedNetwork> networks = new EnumMap<>(Watcher.class);
        networks.put(Watcher.NONE, new WatchedNetwork(size, Watcher.NONE, kafka));
        watchers.forEach(watcher -> networks.put(watcher, new WatchedNetwork(size, watcher, kafka)));
        Map<Watcher, List<EpochTime>> times = new EnumMap<>(Watcher.class);
        networks.forEach((watcher, network) -> {
            network.train(WARM_UP_NANOS);
            times.put(watcher, new ArrayList<>());
        });
        List<Watcher> order = new ArrayList<>(networks.keySet());
        for (int round = 0; round < rounds; round++) {
            for (Watcher watcher : order) {
                times.get(watcher).add(networks.get(watcher).train(TimeUnit.MILLISECONDS.toNanos(millis)));
            }
            Collections.rotate(order, 1);
        }
        report(size, networks.get(Watcher.NONE).stepsPerEpoch(), times);
        for (WatchedNetwork network : networks.values()) {
            network.close();
        }
    }

    private void report(NetworkSize size, int stepsPerEpoch, Map<Watcher, List<EpochTime>> times) {
        List<EpochTime> bare = times.get(Watcher.NONE);
        times.forEach((watcher, of) -> {
            print(
                    "dl4j-overhead   %-32s %-34s %8.4f s/epoch   %.3f of bare   CPU %8.3f ms/step   %.3f of bare%n",
                    size,
                    watcher,
                    Numbers.median(of, EpochTime::seconds),
                    medianRatio(of, bare, EpochTime::seconds),
                    1e3 * Numbers.median(of, EpochTime::cpuSeconds) / stepsPerEpoch,
                    medianRatio(of, bare, EpochTime::cpuSeconds));
        });
    }

    private static double medianRatio(List<EpochTime> of, List<EpochTime> bare, ToDoubleFunction<EpochTime> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < of.size(); round++) {
            ratios.add(figure.applyAsDouble(of.get(round)) / figure.applyAsDouble(bare.get(round)));
        }
        return Numbers.median(ratios);
    }
}
