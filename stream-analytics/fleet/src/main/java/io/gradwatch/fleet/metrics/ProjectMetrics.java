package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.RunStatus;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics of projects. The first ones of the list have time series of their own; all others, and one that calls itself
 * {@code other}, are counted together under that name.
 */
final class ProjectMetrics {

    private static final double SECONDS_PER_HOUR = 3_600;

    private final Gauges runs = new Gauges("gradwatch_project_runs", "Runs in the live tables, by project and state");
    private final Gauges rate =
            new Gauges("gradwatch_project_steps_per_second", "Steps per second of the runs of a project that train");
    private final Gauges used =
            new Gauges("gradwatch_project_gpu_used_seconds", "Accelerator time that the runs of a project have used");
    private final Gauges wasted = new Gauges(
            "gradwatch_project_gpu_wasted_seconds",
            "Part of gradwatch_project_gpu_used_seconds during which a critical alert fired");

    /**
     * @param projects those with most runs first
     * @param most of them that have time series of their own
     */
    ProjectMetrics(List<Group> projects, int most) {
        Group rest = new Group(Gauges.OTHER, Map.of(), 0, 0, 0, Map.of());
        int named = 0;
        for (Group project : projects) {
            if (named < most && !project.name().equals(Gauges.OTHER)) {
                add(project);
                named++;
            } else {
                rest = sum(rest, project);
            }
        }
        if (!rest.runsByState().isEmpty()) {
            add(rest);
        }
    }

    void addTo(MetricSnapshots.Builder all) {
        for (Gauges gauges : List.of(runs, rate, used, wasted)) {
            all.metricSnapshot(gauges.build());
        }
    }

    private void add(Group project) {
        for (String state : RunStatus.labels()) {
            int count = project.runsByState().getOrDefault(state, 0);
            if (count > 0) {
                runs.add(count, "project", project.name(), "state", state);
            }
        }
        rate.add(project.stepsPerSecond(), "project", project.name());
        used.add(project.gpuHoursUsed() * SECONDS_PER_HOUR, "project", project.name());
        wasted.add(project.gpuHoursWasted() * SECONDS_PER_HOUR, "project", project.name());
    }

    private static Group sum(Group one, Group other) {
        Map<String, Integer> states = new TreeMap<>(one.runsByState());
        other.runsByState().forEach((state, count) -> states.merge(state, count, Integer::sum));
        return new Group(
                one.name(),
                states,
                one.stepsPerSecond() + other.stepsPerSecond(),
                one.gpuHoursUsed() + other.gpuHoursUsed(),
                one.gpuHoursWasted() + other.gpuHoursWasted(),
                Map.of());
    }
}
