package io.gradwatch.standalone.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Faults that were done, and how long each took to be over. */
final class ChaosReport {

    private final Map<String, List<Duration>> byKind = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private int faults;
    private int processesEnded;

    /** Adds a fault and the time from its end to the delivery of the next alert. */
    void add(Fault fault, Duration recovery) {
        faults++;
        processesEnded += fault.kind().endsProcess() ? 1 : 0;
        byKind.computeIfAbsent(
                        fault.part() + " | " + fault.kind().name().toLowerCase(Locale.ROOT), kind -> new ArrayList<>())
                .add(recovery);
    }

    /** Adds what went wrong besides what the ledger finds. */
    void problem(String what) {
        problems.add(what);
    }

    /** True where something is wrong. */
    boolean failed(Balance balance) {
        return !problems.isEmpty()
                || !balance.lost().isEmpty()
                || !balance.twice().isEmpty()
                || !balance.repeatedTooOften().isEmpty();
    }

    /** A table for people, in Markdown. */
    String text(Balance balance) {
        StringBuilder text = new StringBuilder();
        text.append("| part | fault | times | recovery p50 | p99 | longest |\n|---|---|--:|--:|--:|--:|\n");
        List<Duration> all = new ArrayList<>();
        byKind.forEach((kind, times) -> {
            all.addAll(times);
            text.append(row(kind, times));
        });
        text.append(row("all |", all)).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "%d faults, %d of them ends of processes; %d steps handed over, %d entries of messages;"
                        + " lost %d, told twice %d, repeated in doubt %d%n",
                faults,
                processesEnded,
                balance.steps(),
                balance.notified(),
                balance.lost().size(),
                balance.twice().size(),
                balance.inDoubt().size()));
        balance.lost().forEach(what -> text.append("LOST ").append(what).append('\n'));
        balance.twice().forEach(what -> text.append("TWICE ").append(what).append('\n'));
        balance.inDoubt()
                .forEach(what -> text.append("repeated in doubt: ").append(what).append('\n'));
        balance.repeatedTooOften()
                .forEach(what -> text.append("TOO OFTEN ").append(what).append('\n'));
        problems.forEach(what -> text.append("PROBLEM ").append(what).append('\n'));
        return text.toString();
    }

    private static String row(String kind, List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s |%n",
                kind,
                sorted.size(),
                seconds(quantile(sorted, 0.5)),
                seconds(quantile(sorted, 0.99)),
                seconds(quantile(sorted, 1)));
    }

    private static Duration quantile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
