package io.gradwatch.detection.engine.settings;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.detection.spi.Detector;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Detectors that run, and their settings. Immutable and serialisable, so that a Flink operator can carry it. */
public final class DetectorSettings implements Serializable {

    /** True if a detector runs; stands under {@code detectors.<id>} like the detector's own keys. */
    public static final ConfigKey<Boolean> ENABLED = ConfigKey.flag("enabled", true, "Whether the detector runs.");

    /** Rate of false alarms of the judges; stands under {@code detectors}. */
    public static final ConfigKey<Double> FALSE_ALARM_RATE = ConfigKey.number(
            "false-alarm-rate",
            0.03,
            0.005,
            1,
            "Share of the healthy runs on which the judges may ever alarm, over the whole life of a run.");

    private static final long serialVersionUID = 1L;

    private final HashMap<String, HashMap<String, Double>> values;
    private final HashSet<String> disabled;
    private final double falseAlarmRate;

    private DetectorSettings(Map<String, Map<String, Double>> values, Set<String> disabled, double falseAlarmRate) {
        this.falseAlarmRate = falseAlarmRate;
        this.values = new HashMap<>();
        values.forEach((id, set) -> this.values.put(id, new HashMap<>(set)));
        this.disabled = new HashSet<>(disabled);
    }

    /** Every detector with the defaults of its keys. */
    public static DetectorSettings defaults() {
        return new DetectorSettings(Map.of(), Set.of(), FALSE_ALARM_RATE.defaultValue());
    }

    /**
     * Reads the settings of all detectors.
     *
     * @param section {@code detectors} of the configuration, with a section for each detector's id
     * @param detectors those whose keys are known
     */
    public static DetectorSettings read(ConfigSection section, List<Detector<?>> detectors) {
        Map<String, Map<String, Double>> values = new HashMap<>();
        Set<String> disabled = new HashSet<>();
        for (Detector<?> detector : detectors) {
            String id = detector.spec().id();
            ConfigSection own = section.section(id);
            if (!own.get(ENABLED)) {
                disabled.add(id);
            }
            Map<String, Double> set = new HashMap<>();
            detector.spec().keys().forEach(key -> set.put(key.name(), own.get(key)));
            values.put(id, set);
        }
        return new DetectorSettings(values, disabled, section.get(FALSE_ALARM_RATE));
    }

    /** True if a detector runs. */
    public boolean enabled(String detectorId) {
        return !disabled.contains(detectorId);
    }

    /** Share of the healthy runs on which the judges may ever alarm, 0 to 1. */
    public double falseAlarmRate() {
        return falseAlarmRate;
    }

    /** The same settings with another share of healthy runs on which the judges may alarm. */
    public DetectorSettings withFalseAlarmRate(double rate) {
        return new DetectorSettings(Map.copyOf(values), disabled, rate);
    }

    /** The ids of the detectors that are switched off. */
    public Set<String> disabled() {
        return Set.copyOf(disabled);
    }

    /** The same settings with one value changed. */
    public DetectorSettings with(String detectorId, ConfigKey<Double> key, double value) {
        Map<String, Map<String, Double>> changed = new HashMap<>();
        values.forEach((id, set) -> changed.put(id, new HashMap<>(set)));
        changed.computeIfAbsent(detectorId, ignored -> new HashMap<>()).put(key.name(), value);
        return new DetectorSettings(changed, disabled, falseAlarmRate);
    }

    /** The values of one detector by name of the key; what is not there has its default. */
    public Map<String, Double> of(String detectorId) {
        return values.getOrDefault(detectorId, new HashMap<>());
    }
}
