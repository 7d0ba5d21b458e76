package io.gradwatch.fleet.live;

import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.Overview.GpuHours;
import io.gradwatch.fleet.live.view.Overview.SlowRun;
import io.gradwatch.fleet.live.view.Overview.Suspect;
import io.gradwatch.fleet.live.view.OverviewBuilder;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.GroupState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;

/** Makes the overview of a part of the fleet, and of all parts together. */
final class Overviews {

    /** Part of the usual rate below which a run is slow. Own choice. */
    static final double SLOW = 0.7;

    private static final int MOST_SLOW_RUNS = 50;
    private static final int MOST_SUSPECTS = 50;
    private static final int MOST_GROUPS = 20;
    private static final Comparator<SlowRun> SLOWEST_FIRST =
            Comparator.comparingDouble(run -> run.stepsPerSecond() / run.baselineStepsPerSecond());

    private Overviews() {}

    /** @param standing tells how an alert stands for people */
    static Overview of(
            Stream<RunIndex.Entry> entries,
            List<KeyValue<String, GroupState>> groups,
            UnaryOperator<AlertRow> standing,
            long nowMillis) {
        Map<String, Integer> states = new TreeMap<>();
        Map<String, Integer> verdicts = new TreeMap<>();
        List<SlowRun> slow = new ArrayList<>();
        AlertCounts alerts = AlertCounts.NONE;
        AlertCounts quiet = AlertCounts.NONE;
        AlertCounts unrecovered = AlertCounts.NONE;
        int died = 0;
        double rate = 0;
        long used = 0;
        long wasted = 0;
        for (RunIndex.Entry entry : (Iterable<RunIndex.Entry>) entries::iterator) {
            states.merge(entry.row().state(), 1, Integer::sum);
            if (entry.row().verdict() != null && entry.row().state().equals(RunStatus.FINISHED.label())) {
                verdicts.merge(entry.row().verdict(), 1, Integer::sum);
            }
            alerts = alerts.plus(entry.row().openAlerts());
            quiet = quiet.plus(counts(entry, row -> silenced(standing.apply(row))));
            AlertCounts left = counts(entry, row -> isLeft(row, standing));
            unrecovered = unrecovered.plus(left);
            died += left.equals(AlertCounts.NONE) ? 0 : 1;
            used += entry.gpuMillisUsed();
            wasted += entry.gpuMillisWasted();
            if (entry.row().state().equals(RunStatus.TRAINING.label())) {
                rate += entry.row().stepsPerSecond();
                addSlow(slow, entry);
            }
        }
        GpuHours hours = new GpuHours(used / GroupRows.MILLIS_PER_HOUR, wasted / GroupRows.MILLIS_PER_HOUR);
        List<Group> projects = GroupRows.of(GroupKind.PROJECT, groups);
        List<Suspect> suspects = Suspects.of(groups, nowMillis);
        return bounded(OverviewBuilder.builder()
                .nowMillis(nowMillis)
                .runsByState(states)
                .finishedByVerdict(verdicts)
                .alertsFiring(alerts)
                .alertsSilenced(quiet)
                .alertsUnrecovered(unrecovered)
                .runsUnrecovered(died)
                .stepsPerSecond(rate)
                .gpuHours(hours)
                .slowerThanBaseline(slow)
                .suspects(suspects)
                .groups(projects)
                .build());
    }

    static Overview merge(List<Overview> parts) {
        Map<String, Integer> states = new TreeMap<>();
        Map<String, Integer> verdicts = new TreeMap<>();
        List<SlowRun> slow = new ArrayList<>();
        List<Suspect> suspects = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        AlertCounts alerts = AlertCounts.NONE;
        AlertCounts quiet = AlertCounts.NONE;
        AlertCounts unrecovered = AlertCounts.NONE;
        int died = 0;
        double rate = 0;
        GpuHours hours = new GpuHours(0, 0);
        long now = 0;
        for (Overview part : parts) {
            part.runsByState().forEach((state, runs) -> states.merge(state, runs, Integer::sum));
            part.finishedByVerdict().forEach((verdict, runs) -> verdicts.merge(verdict, runs, Integer::sum));
            slow.addAll(part.slowerThanBaseline());
            suspects.addAll(part.suspects());
            groups.addAll(part.groups());
            alerts = alerts.plus(part.alertsFiring());
            quiet = quiet.plus(part.alertsSilenced());
            unrecovered = unrecovered.plus(part.alertsUnrecovered());
            died += part.runsUnrecovered();
            rate += part.stepsPerSecond();
            hours = new GpuHours(
                    hours.used() + part.gpuHours().used(),
                    hours.wasted() + part.gpuHours().wasted());
            now = Math.max(now, part.nowMillis());
        }
        return bounded(OverviewBuilder.builder()
                .nowMillis(now)
                .runsByState(states)
                .finishedByVerdict(verdicts)
                .alertsFiring(alerts)
                .alertsSilenced(quiet)
                .alertsUnrecovered(unrecovered)
                .runsUnrecovered(died)
                .stepsPerSecond(rate)
                .gpuHours(hours)
                .slowerThanBaseline(slow)
                .suspects(suspects)
                .groups(groups)
                .build());
    }

    private static AlertCounts counts(RunIndex.Entry entry, Predicate<AlertRow> which) {
        return entry.alerts().stream()
                .filter(which)
                .map(alert -> AlertCounts.one(alert.severity()))
                .reduce(AlertCounts.NONE, AlertCounts::plus);
    }

    /** Whether the run ended with the alert, and nobody has seen to it. */
    static boolean isLeft(AlertRow row, UnaryOperator<AlertRow> standing) {
        return !row.firing() && row.open() && standing.apply(row).open();
    }

    private static boolean silenced(AlertRow row) {
        return row.firing() && row.status().equals(AlertRow.SILENCED);
    }

    private static void addSlow(List<SlowRun> slow, RunIndex.Entry entry) {
        if (isSlow(entry)) {
            slow.add(new SlowRun(
                    entry.row().run(),
                    entry.row().name(),
                    entry.row().stepsPerSecond(),
                    entry.baselineStepsPerSecond()));
        }
    }

    static boolean isSlow(RunIndex.Entry entry) {
        return entry.row().stepsPerSecond() < SLOW * entry.baselineStepsPerSecond();
    }

    private static Overview bounded(Overview all) {
        return OverviewBuilder.builder(all)
                .slowerThanBaseline(all.slowerThanBaseline().stream()
                        .sorted(SLOWEST_FIRST)
                        .limit(MOST_SLOW_RUNS)
                        .toList())
                .suspects(all.suspects().stream()
                        .sorted(Comparator.comparing(Suspect::host))
                        .limit(MOST_SUSPECTS)
                        .toList())
                .groups(all.groups().stream()
                        .sorted(GroupRows.ORDER)
                        .limit(MOST_GROUPS)
                        .toList())
                .build();
    }
}
