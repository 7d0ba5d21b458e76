package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.synthetic.family.HealthyFamily;
import io.gradwatch.detection.synthetic.family.SyntheticRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Count of the healthy runs that get an alarm, by family, detector and length. */
final class FalseAlarms {

    /** A healthy run and its alarms. */
    record Judged(SyntheticRun run, long order, List<Alarm> alarms) {

        boolean alarmed() {
            return !alarms.isEmpty();
        }
    }

    private FalseAlarms() {}

    /**
     * The runs to judge, the longest first: families in turn, {@code runs} of the shortest length, fewer of the longer
     * ones. Logs with a row per epoch count to the shortest only.
     */
    static List<Judged> planned(Options options) {
        List<Judged> planned = new ArrayList<>();
        long shortest = options.orders().stream().min(Comparator.naturalOrder()).orElseThrow();
        for (long order : options.orders()) {
            List<HealthyFamily> families = options.families().stream()
                    .filter(family -> !family.perEpoch() || order == shortest)
                    .toList();
            long count = Math.max(1, Math.round(options.runs() / Math.sqrt(order / (double) shortest)));
            long offset = options.firstSeed() + order / 7; // the few longest runs are of other families at each length
            for (long i = 0; i < count && !families.isEmpty(); i++) {
                HealthyFamily family = families.get((int) ((i + offset) % families.size()));
                long seed = options.firstSeed() + i / families.size();
                planned.add(new Judged(family.drawn(seed, order), order, List.of()));
            }
        }
        planned.sort(
                Comparator.comparingLong((Judged judged) -> judged.run().rows()).reversed());
        return planned;
    }

    static Judged judged(AlarmRecorder judge, Judged planned) {
        return new Judged(planned.run(), planned.order(), judge.alarms(planned.run()));
    }

    static void print(List<Judged> judged, boolean each, PrintWriter out) {
        long alarmed = judged.stream().filter(Judged::alarmed).count();
        out.printf("%n## False alarms: %s of the healthy runs%n%n", rate(alarmed, judged.size()));
        out.printf(
                "Rows in all: %,d.%n%n",
                judged.stream().mapToLong(j -> j.run().rows()).sum());
        table(out, "length", judged, FalseAlarms::length);
        table(out, "family", judged, j -> j.run().family().name());
        detectors(out, judged);
        if (each) {
            judged.stream().filter(Judged::alarmed).forEach(j -> j.alarms().forEach(alarm -> line(out, j, alarm)));
        }
    }

    private static String length(Judged judged) {
        return judged.run().family().perEpoch() ? "8 to 300 epochs" : String.format("%,11d steps", judged.order());
    }

    private static void table(PrintWriter out, String heading, List<Judged> judged, Function<Judged, String> key) {
        out.printf("| %s | runs | with an alarm | rate | by |%n|---|--:|--:|--:|---|%n", heading);
        Map<String, List<Judged>> groups =
                judged.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
        groups.forEach((name, group) -> {
            long alarmed = group.stream().filter(Judged::alarmed).count();
            out.printf(
                    "| %s | %d | %d | %.3f | %s |%n",
                    name.strip(), group.size(), alarmed, alarmed / (double) group.size(), counts(group));
        });
        out.println();
    }

    private static void detectors(PrintWriter out, List<Judged> judged) {
        out.printf("| detector | runs that it alarms on | rate |%n|---|--:|--:|%n");
        byDetector(judged)
                .forEach((detector, count) ->
                        out.printf("| `%s` | %d | %.3f |%n", detector, count, count / (double) judged.size()));
        out.println();
    }

    private static String counts(List<Judged> judged) {
        return byDetector(judged).entrySet().stream()
                .map(entry -> "`" + entry.getKey() + "` " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Long> byDetector(List<Judged> judged) {
        return judged.stream()
                .flatMap(j -> j.alarms().stream()
                        .map(alarm -> alarm.alert().getDetector())
                        .distinct())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static void line(PrintWriter out, Judged judged, Alarm alarm) {
        out.printf(
                "%s: %s %s at step %d since %d: %s%n",
                judged.run().name(),
                alarm.alert().getDetector(),
                alarm.alert().getAlertClass(),
                alarm.step(),
                alarm.alert().getOnsetStep(),
                alarm.alert().getSummary());
    }

    static String rate(long some, long all) {
        return String.format("%d of %d, %.3f", some, all, some / (double) Math.max(1, all));
    }
}
