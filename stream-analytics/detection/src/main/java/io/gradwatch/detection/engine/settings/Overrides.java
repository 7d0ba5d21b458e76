package io.gradwatch.detection.engine.settings;

import io.gradwatch.schema.DetectorOverrides;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Settings of detectors that hold for one run in place of those of the configuration. */
public final class Overrides {

    /** Nothing is set. */
    public static final Overrides NONE = new Overrides(Map.of(), Set.of());

    private final Map<String, Map<String, Double>> values;
    private final Set<String> disabled;
    private final Map<String, SlotSettings> together = new HashMap<>();

    private Overrides(Map<String, Map<String, Double>> values, Set<String> disabled) {
        this.values = values;
        this.disabled = disabled;
    }

    /** Of a project and of one of its runs, whose values go before; each null where there are none. */
    static Overrides of(DetectorOverrides project, DetectorOverrides run) {
        if (project == null && run == null) {
            return NONE;
        }
        Map<String, Map<String, Double>> values = new HashMap<>();
        Set<String> disabled = new TreeSet<>();
        add(project, values, disabled);
        add(run, values, disabled);
        return new Overrides(values, disabled);
    }

    /** The ids of the detectors that are switched off, in order. */
    public Set<String> disabled() {
        return disabled;
    }

    /** True if a detector is switched off. */
    public boolean off(String detectorId) {
        return !disabled.isEmpty() && disabled.contains(detectorId);
    }

    /** The settings of a detector: those that are set here, else the configured ones. */
    public SlotSettings of(String detectorId, SlotSettings configured) {
        Map<String, Double> set = values.isEmpty() ? null : values.get(detectorId);
        return set == null ? configured : together.computeIfAbsent(detectorId, ignored -> configured.with(set));
    }

    private static void add(
            DetectorOverrides overrides, Map<String, Map<String, Double>> values, Set<String> disabled) {
        if (overrides == null) {
            return;
        }
        overrides.getValues().forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot > 0) {
                values.computeIfAbsent(name.substring(0, dot), ignored -> new HashMap<>())
                        .put(name.substring(dot + 1), value);
            }
        });
        disabled.addAll(overrides.getDisabled());
    }
}
