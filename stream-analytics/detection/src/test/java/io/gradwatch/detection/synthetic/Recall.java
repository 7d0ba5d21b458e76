package io.gradwatch.detection.synthetic;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/** Share of planted faults that are found, and the delay. */
final class Recall {

    /** Orders of the length of the runs that get faults, in rows. */
    private static final long[] ORDERS = {100, 1000, 3000};

    /**
     * A fault and what was said of its run.
     *
     * @param onsetStep of the fault
     * @param steps of the run
     */
    record Judged(PlantedFault fault, long onsetStep, long steps, List<Alarm> alarms) {

        /** Steps from the onset to the first alarm of an accepted class that is not before it; empty for a miss. */
        OptionalLong delay() {
            return alarms.stream()
                    .filter(alarm ->
                            fault.kind().classes().contains(alarm.alert().getAlertClass()))
                    .filter(alarm -> alarm.step() >= onsetStep)
                    .mapToLong(alarm -> alarm.step() - onsetStep)
                    .findFirst();
        }
    }

    private Recall() {}

    static List<PlantedFault> planned(Options options) {
        List<PlantedFault> planned = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            for (double size : kind.sizes()) {
                for (int i = 0; i < options.runs(); i++) {
                    planned.add(PlantedFault.drawn(kind, size, options.firstSeed() + i, ORDERS[i % ORDERS.length]));
                }
            }
        }
        return planned;
    }

    static Judged judged(AlarmRecorder judge, PlantedFault fault) {
        Planting planting = new Planting(fault);
        List<Alarm> alarms = judge.alarms(events -> fault.feed(events, planting));
        return new Judged(fault, planting.onsetStep(), planting.steps(), alarms);
    }

    static void print(List<Judged> judged, PrintWriter out) {
        long found = judged.stream().filter(j -> j.delay().isPresent()).count();
        out.printf("%n## Planted faults: %s found%n%n", FalseAlarms.rate(found, judged.size()));
        out.printf("| fault | size | runs | found | recall | median delay, steps | of the run |%n");
        out.printf("|---|--:|--:|--:|--:|--:|--:|%n");
        for (FaultKind kind : FaultKind.values()) {
            for (double size : kind.sizes()) {
                row(
                        kind,
                        size,
                        judged.stream()
                                .filter(j ->
                                        j.fault().kind() == kind && j.fault().size() == size)
                                .toList(),
                        out);
            }
        }
        out.println();
    }

    private static void row(FaultKind kind, double size, List<Judged> judged, PrintWriter out) {
        List<Judged> found = judged.stream().filter(j -> j.delay().isPresent()).toList();
        double steps = median(found.stream().mapToDouble(j -> j.delay().getAsLong()));
        double share = median(found.stream().mapToDouble(j -> j.delay().getAsLong() / (double) j.steps()));
        out.printf(
                "| %s | %s | %d | %d | %.2f | %s | %s |%n",
                kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                kind.unit().isEmpty() ? "" : String.format("%.3g %s", size, kind.unit()),
                judged.size(),
                found.size(),
                found.size() / (double) Math.max(1, judged.size()),
                found.isEmpty() ? "" : String.format("%.0f", steps),
                found.isEmpty() ? "" : String.format("%.3f", share));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
