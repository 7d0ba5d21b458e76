package io.gradwatch.fleet.metrics;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;

/**
 * The section {@code fleet.metrics} of the configuration.
 *
 * @param projects that have time series of their own; the rest is one, {@code other}
 * @param runs that have a time series of their own; 0 for none
 */
public record FleetMetricsSettings(int projects, int runs) {

    /** Projects by name. */
    public static final ConfigKey<Integer> PROJECTS = ConfigKey.wholeNumber(
            "projects",
            50,
            0,
            1_000,
            "Projects that have metrics of their own, those with most runs; the rest is counted as 'other'.");

    /** Runs by id. */
    public static final ConfigKey<Integer> RUNS = ConfigKey.wholeNumber(
            "runs",
            0,
            0,
            1_000,
            "Training runs that have their last loss as a metric of their own, those that began last; each new run is a"
                    + " new time series in Prometheus.");

    /** Reads the section. Problems are noted for {@link io.gradwatch.config.Configuration#check}. */
    public static FleetMetricsSettings from(ConfigSection root) {
        ConfigSection section = root.section("fleet").section("metrics");
        return new FleetMetricsSettings(section.get(PROJECTS), section.get(RUNS));
    }

    /** What holds where the configuration says nothing. */
    public static FleetMetricsSettings defaults() {
        return new FleetMetricsSettings(PROJECTS.defaultValue(), RUNS.defaultValue());
    }
}
