package io.gradwatch.detection.engine.settings;

import io.gradwatch.config.ConfigKey;
import java.util.List;
import java.util.Map;

/** The values of one detector's settings, found by the key itself: a detector asks for some at every step. */
public final class SlotSettings {

    private final ConfigKey<?>[] keys;
    private final double[] values;

    private SlotSettings(ConfigKey<?>[] keys, double[] values) {
        this.keys = keys;
        this.values = values;
    }

    /**
     * @param keys of the detector
     * @param configured values by name of the key; what is not there has its default
     */
    public SlotSettings(List<ConfigKey<Double>> keys, Map<String, Double> configured) {
        this(
                keys.toArray(ConfigKey<?>[]::new),
                keys.stream()
                        .mapToDouble(key -> configured.getOrDefault(key.name(), key.defaultValue()))
                        .toArray());
    }

    /** The same with other values of some, by name of the key. */
    SlotSettings with(Map<String, Double> changed) {
        double[] other = values.clone();
        for (int i = 0; i < keys.length; i++) {
            other[i] = changed.getOrDefault(keys[i].name(), other[i]);
        }
        return new SlotSettings(keys, other);
    }

    /** True if somebody chose a value: one is not the default of its key. */
    public boolean areChosen() {
        for (int i = 0; i < keys.length; i++) {
            if (!keys[i].defaultValue().equals(values[i])) {
                return true;
            }
        }
        return false;
    }

    /** @throws IllegalArgumentException when the detector's specification does not name the key */
    public double of(ConfigKey<Double> key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] == key) {
                return values[i];
            }
        }
        throw new IllegalArgumentException("the detector does not declare its setting " + key.name());
    }
}
