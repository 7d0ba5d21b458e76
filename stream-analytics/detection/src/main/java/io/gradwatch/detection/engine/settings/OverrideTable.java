package io.gradwatch.detection.engine.settings;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of projects and runs of the topic of settings, by {@link #ofProject} and {@link #ofRun}. At most
 * {@value #MOST_KEYS} * {@value #MOST_BYTES} bytes (8 MiB), 100 bytes a key as a rule.
 */
public final class OverrideTable implements OverrideLookup {

    /** Projects and runs that have settings; those that come when there are as many are left out. */
    public static final int MOST_KEYS = 1024;

    /** A longer record is refused: all settings of all detectors have 4 KB. */
    public static final int MOST_BYTES = 8192;

    private final Map<String, DetectorOverrides> byKey = new HashMap<>();
    private long version = 1;

    /** The key of the settings of a project. */
    public static String ofProject(String project) {
        return "project/" + project;
    }

    /** The key of the settings of a run. */
    public static String ofRun(String runId) {
        return "run/" + runId;
    }

    /**
     * Takes the settings of a key, in place of those that it had.
     *
     * @param record a value of {@link Topics#SETTINGS}
     * @return false where there is no room for another key
     * @throws UnreadableRecordException when it cannot be read
     */
    public boolean take(String key, byte[] record) throws UnreadableRecordException {
        DetectorOverrides overrides = read(record);
        if (byKey.size() >= MOST_KEYS && !byKey.containsKey(key)) {
            return false;
        }
        byKey.put(key, overrides);
        version++;
        return true;
    }

    /** Forgets the settings of a key, where it has any. */
    public void forget(String key) {
        if (byKey.remove(key) != null) {
            version++;
        }
    }

    /**
     * Reads a record of the topic.
     *
     * @throws UnreadableRecordException when it cannot be read, or is longer than {@link #MOST_BYTES}
     */
    public static DetectorOverrides read(byte[] record) throws UnreadableRecordException {
        if (record.length > MOST_BYTES) {
            throw new UnreadableRecordException(
                    "DetectorOverrides: " + record.length + " bytes are more than the limit of " + MOST_BYTES);
        }
        return Topics.SETTINGS.codec().decode(record);
    }

    /**
     * Problem of settings that no detector can take, as a sentence; null where there is none.
     *
     * @param detectors those whose keys are known
     */
    public static String wrong(DetectorOverrides overrides, List<Detector<?>> detectors) {
        Map<String, ConfigKey<Double>> known = keys(detectors);
        for (Map.Entry<String, Double> set : overrides.getValues().entrySet()) {
            ConfigKey<Double> key = known.get(set.getKey());
            if (key == null) {
                return "no setting is called '" + set.getKey() + "'";
            }
            if (!allows(key, set.getValue())) {
                return set.getKey() + " was '" + set.getValue() + "' but must be " + key.expected();
            }
        }
        return null;
    }

    /** Every key of the detectors, by the name that it has in a record. */
    public static Map<String, ConfigKey<Double>> keys(List<Detector<?>> detectors) {
        Map<String, ConfigKey<Double>> keys = new HashMap<>();
        detectors.forEach(detector ->
                detector.spec().keys().forEach(key -> keys.put(detector.spec().id() + "." + key.name(), key)));
        return keys;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Overrides of(String runId, String project) {
        return Overrides.of(project.isEmpty() ? null : byKey.get(ofProject(project)), byKey.get(ofRun(runId)));
    }

    private static boolean allows(ConfigKey<Double> key, double value) {
        try {
            key.parser().parse(Double.toString(value));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
