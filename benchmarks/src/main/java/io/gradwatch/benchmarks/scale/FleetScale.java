package io.gradwatch.benchmarks.scale;

import io.gradwatch.benchmarks.setup.ScratchFleet;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.fleet.live.view.RunQuery;

/** The live tables, the history and the page's server with their defaults over a crowd of runs. */
final class FleetScale {

    private final ScratchKafka kafka;

    FleetScale(ScratchKafka kafka) {
        this.kafka = kafka;
    }

    Footprint measure(Crowd crowd) throws Exception {
        long begin = System.nanoTime();
        double seconds;
        long loaded;
        long stopping;
        try (ScratchFleet fleet = loaded(crowd)) {
            seconds = (System.nanoTime() - begin) / 1e9;
            loaded = Heap.liveBytes();
            stopping = System.nanoTime();
        }
        double stopSeconds = (System.nanoTime() - stopping) / 1e9;
        long heap = loaded - Heap.liveBytes();
        long again = System.nanoTime();
        try (ScratchFleet fleet = loaded(crowd)) {
            double restart = (System.nanoTime() - again) / 1e9;
            return new Footprint("fleet", crowd.runs(), heap, 0, seconds, stopSeconds, restart);
        }
    }

    /** Every run is listed. */
    private ScratchFleet loaded(Crowd crowd) throws Exception {
        ScratchFleet fleet = new ScratchFleet(kafka);
        ScratchFleet.until(
                crowd.runs() + " runs are listed",
                () -> fleet.service().fleet().runs(RunQuery.newest(1)).total() >= crowd.runs());
        return fleet;
    }
}
