package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.fleet.metrics.Gauges.Gauge;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Metrics of projects. The first ones of the list have time series of their own; all others, and one that calls itself
 * {@code other}, are counted together under that name.
 */
final class ProjectMetrics {

    private static final double SECONDS_PER_HOUR = 3_600;

    private final Gauge runs;
    private final Gauge rate;
    private final Gauge used;
    private final Gauge wasted;

    private ProjectMetrics(Gauges gauges) {
        runs = gauges.gauge("gradwatch_project_runs", "Runs in the live tables, by project and state");
        rate = gauges.gauge(
                "gradwatch_project_steps_per_second", "Steps per second of the runs of a project that train");
        used = gauges.gauge(
                "gradwatch_project_gpu_used_seconds", "Accelerator time that the runs of a project have used");
        wasted = gauges.gauge(
                "gradwatch_project_gpu_wasted_seconds",
                "Part of gradwatch_project_gpu_used_seconds during which a critical alert fired");
    }

    /**
     * @param projects those with most runs first
     * @param most of them that have time series of their own
     */
    static void add(Gauges gauges, List<Group> projects, int most) {
        ProjectMetrics metrics = new ProjectMetrics(gauges);
        Group rest = new Group(Gauges.OTHER, Map.of(), 0, 0, 0, Map.of());
        int named = 0;
        for (Group project : projects) {
            if (named < most && !project.name().equals(Gauges.OTHER)) {
                metrics.add(project);
                named++;
            } else {
                rest = sum(rest, project);
            }
        }
        if (!rest.runsByState().isEmpty()) {
            metrics.add(rest);
        }
    }

    private void add(Group project) {
        for (String state : Words.all(RunStatus.class)) {
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
