package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Census;
import io.gradwatch.fleet.live.view.Census.AlertKind;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.Overview.GpuHours;
import io.gradwatch.fleet.live.view.Overview.SlowRun;
import io.gradwatch.fleet.live.view.Overview.Suspect;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.GroupState;
import io.gradwatch.schema.fault.RunVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;

/** The overview of a part of the fleet, or of all parts together, as it is summed up. */
public final class Overviews {

    /** Part of the usual rate below which a run is slow. Own choice. */
    static final double SLOW = 0.7;

    private static final int MOST_SLOW_RUNS = 50;
    private static final int MOST_SUSPECTS = 50;
    private static final int MOST_GROUPS = 20;
    private static final Comparator<SlowRun> SLOWEST_FIRST =
            Comparator.comparingDouble(run -> run.stepsPerSecond() / run.baselineStepsPerSecond());

    private final Map<String, Integer> states = new TreeMap<>();
    private final Map<String, Integer> verdicts = new TreeMap<>();
    private final List<SlowRun> slow = new ArrayList<>();
    private final List<Suspect> suspects = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private AlertCounts alerts = AlertCounts.NONE;
    private AlertCounts silenced = AlertCounts.NONE;
    private AlertCounts unrecovered = AlertCounts.NONE;
    private int runsUnrecovered;
    private double rate;
    private double usedHours;
    private double wastedHours;
    private long usedMillis;
    private long wastedMillis;

    private Overviews() {}

    /** @param withStatus adds silence and acknowledgement to an alert */
    public static Overview of(
            Stream<RunIndex.Entry> entries,
            List<KeyValue<String, GroupState>> groups,
            UnaryOperator<AlertRow> withStatus,
            long nowMillis) {
        Overviews sum = new Overviews();
        entries.forEach(entry -> sum.add(entry, withStatus));
        sum.groups.addAll(GroupRows.of(GroupKind.PROJECT, groups));
        sum.suspects.addAll(Suspects.of(groups, nowMillis));
        return sum.overview(nowMillis);
    }

    /**
     * Counts of the runs of an instance.
     *
     * @param withStatus adds silence and acknowledgement to an alert
     */
    public static Census census(Stream<RunIndex.Entry> entries, UnaryOperator<AlertRow> withStatus) {
        Overviews sum = new Overviews();
        Map<String, Integer> unrecovered = new TreeMap<>();
        Map<AlertKind, Integer> firing = new HashMap<>();
        Words.all(RunStatus.class).forEach(state -> sum.states.put(state, 0));
        RunVerdict.labels().forEach(verdict -> unrecovered.put(verdict, 0));
        entries.forEach(entry -> {
            sum.add(entry, withStatus);
            if (entry.row().verdict() != null && entry.alerts().stream().anyMatch(alert -> isLeft(alert, withStatus))) {
                unrecovered.merge(entry.row().verdict(), 1, Integer::sum);
            }
            entry.alerts().stream()
                    .filter(AlertRow::firing)
                    .forEach(alert ->
                            firing.merge(new AlertKind(alert.alertClass(), alert.severity()), 1, Integer::sum));
        });
        return new Census(sum.states, unrecovered, firing, sum.rate, sum.slow.size(), sum.usedMillis, sum.wastedMillis);
    }

    static Overview merge(List<Overview> parts) {
        Overviews sum = new Overviews();
        parts.forEach(sum::add);
        return sum.overview(parts.stream().mapToLong(Overview::nowMillis).max().orElse(0));
    }

    private void add(RunIndex.Entry entry, UnaryOperator<AlertRow> withStatus) {
        RunRow row = entry.row();
        states.merge(row.state(), 1, Integer::sum);
        if (row.verdict() != null && row.state().equals(Words.of(RunStatus.FINISHED))) {
            verdicts.merge(row.verdict(), 1, Integer::sum);
        }
        alerts = alerts.plus(row.openAlerts());
        silenced = silenced.plus(
                counts(entry, alert -> alert.firing() && withStatus.apply(alert).silenced()));
        AlertCounts left = counts(entry, alert -> isLeft(alert, withStatus));
        unrecovered = unrecovered.plus(left);
        runsUnrecovered += left.equals(AlertCounts.NONE) ? 0 : 1;
        usedMillis += entry.gpuMillisUsed();
        wastedMillis += entry.gpuMillisWasted();
        if (row.state().equals(Words.of(RunStatus.TRAINING))) {
            rate += row.stepsPerSecond();
            if (isSlow(entry)) {
                slow.add(new SlowRun(row.run(), row.name(), row.stepsPerSecond(), entry.baselineStepsPerSecond()));
            }
        }
    }

    private void add(Overview part) {
        part.runsByState().forEach((state, runs) -> states.merge(state, runs, Integer::sum));
        part.finishedByVerdict().forEach((verdict, runs) -> verdicts.merge(verdict, runs, Integer::sum));
        slow.addAll(part.slowerThanBaseline());
        suspects.addAll(part.suspects());
        groups.addAll(part.groups());
        alerts = alerts.plus(part.alertsFiring());
        silenced = silenced.plus(part.alertsSilenced());
        unrecovered = unrecovered.plus(part.alertsUnrecovered());
        runsUnrecovered += part.runsUnrecovered();
        rate += part.stepsPerSecond();
        usedHours += part.gpuHours().used();
        wastedHours += part.gpuHours().wasted();
    }

    private Overview overview(long nowMillis) {
        return new Overview(
                nowMillis,
                states,
                verdicts,
                alerts,
                silenced,
                unrecovered,
                runsUnrecovered,
                rate,
                new GpuHours(
                        usedHours + usedMillis / GroupRows.MILLIS_PER_HOUR,
                        wastedHours + wastedMillis / GroupRows.MILLIS_PER_HOUR),
                slow.stream().sorted(SLOWEST_FIRST).limit(MOST_SLOW_RUNS).toList(),
                suspects.stream()
                        .sorted(Comparator.comparing(Suspect::host))
                        .limit(MOST_SUSPECTS)
                        .toList(),
                groups.stream().sorted(GroupRows.ORDER).limit(MOST_GROUPS).toList());
    }

    private static AlertCounts counts(RunIndex.Entry entry, Predicate<AlertRow> which) {
        return entry.alerts().stream()
                .filter(which)
                .map(alert -> AlertCounts.one(alert.severity()))
                .reduce(AlertCounts.NONE, AlertCounts::plus);
    }

    /** True where the run ended with the alert, and nobody has seen to it. */
    private static boolean isLeft(AlertRow row, UnaryOperator<AlertRow> withStatus) {
        return !row.firing() && row.open() && withStatus.apply(row).open();
    }

    private static boolean isSlow(RunIndex.Entry entry) {
        return entry.row().stepsPerSecond() < SLOW * entry.baselineStepsPerSecond();
    }
}
