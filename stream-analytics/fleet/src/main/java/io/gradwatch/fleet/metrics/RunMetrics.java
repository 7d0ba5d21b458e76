package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.Census;
import io.gradwatch.fleet.live.view.Census.AlertKind;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQueryBuilder;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.fleet.metrics.Gauges.Gauge;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Metrics of the runs of this instance's part: the sum over all instances is the fleet. All are gauges, also the time
 * of accelerators: a run that leaves the live tables takes its part along. The number of time series is bounded, for
 * any names of jobs.
 */
record RunMetrics(Supplier<Census> census, FleetPart part, FleetMetricsSettings settings) implements MultiCollector {

    /** Classes of alerts by name. Own choice: detection has some thirty. */
    static final int MOST_CLASSES = 64;

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final Comparator<AlertKind> KINDS =
            Comparator.comparing(AlertKind::alertClass).thenComparing(AlertKind::severity);

    @Override
    public MetricSnapshots collect() {
        Gauges gauges = new Gauges();
        Census now = census.get();
        Gauge states = gauges.gauge("gradwatch_runs", "Runs in the live tables, by state");
        now.runsByState().forEach((state, runs) -> states.add(runs, "state", state));
        Gauge unrecovered = gauges.gauge(
                "gradwatch_runs_unrecovered", "Runs that ended with a fault that nobody has seen to, by verdict");
        now.unrecovered().forEach((verdict, runs) -> unrecovered.add(runs, "verdict", verdict));
        alerts(gauges, now.alertsFiring());
        gauges.gauge("gradwatch_steps_per_second", "Steps per second of all runs that train")
                .add(now.stepsPerSecond());
        gauges.gauge("gradwatch_slow_runs", "Runs that train at less than 70 % of what their attempt usually does")
                .add(now.slowRuns());
        gauges.gauge("gradwatch_gpu_used_seconds", "Accelerator time that the runs in the live tables have used")
                .add(now.gpuMillisUsed() / MILLIS_PER_SECOND);
        gauges.gauge(
                        "gradwatch_gpu_wasted_seconds",
                        "Part of gradwatch_gpu_used_seconds during which a critical alert fired")
                .add(now.gpuMillisWasted() / MILLIS_PER_SECOND);
        addFromTables(gauges);
        return gauges.all();
    }

    private static void alerts(Gauges gauges, Map<AlertKind, Integer> firing) {
        Map<String, Integer> classes = new TreeMap<>();
        firing.forEach((kind, alerts) -> classes.merge(kind.alertClass(), alerts, Integer::sum));
        List<String> named = classes.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MOST_CLASSES)
                .map(Map.Entry::getKey)
                .toList();
        Map<AlertKind, Integer> bounded = new TreeMap<>(KINDS);
        firing.forEach((kind, alerts) -> bounded.merge(
                named.contains(kind.alertClass()) ? kind : new AlertKind(Gauges.OTHER, kind.severity()),
                alerts,
                Integer::sum));
        Gauge alertsFiring = gauges.gauge("gradwatch_alerts_firing", "Alerts that fire, by class and severity");
        bounded.forEach(
                (kind, alerts) -> alertsFiring.add(alerts, "class", kind.alertClass(), "severity", kind.severity()));
    }

    /** Left out while the tables move between instances: the rest is right all the same. */
    private void addFromTables(Gauges gauges) {
        try {
            ProjectMetrics.add(gauges, part.groups(GroupKind.PROJECT, null), settings.projects());
            if (settings.runs() > 0) {
                addLosses(gauges);
            }
        } catch (UnavailableException e) {
            return;
        }
    }

    private void addLosses(Gauges gauges) {
        RunQuery query = RunQueryBuilder.builder()
                .state(Words.of(RunStatus.TRAINING))
                .tags(List.of())
                .sort("started")
                .limit(settings.runs())
                .build();
        List<RunRow> runs = part.runs(query, null).items();
        Gauge losses = gauges.gauge("gradwatch_run_loss", "Last training loss of a run; NaN is a value");
        for (RunRow run : runs) {
            if (run.loss() != null) {
                losses.add(run.loss(), "run", run.run());
            }
        }
    }
}
