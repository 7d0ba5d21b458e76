package io.gradwatch.detection.engine.state;

import io.gradwatch.schema.fault.AlertClass;

/**
 * Sightings of one fault by several detectors, reported as one alert: the family of the class, as {@link AlertClass}
 * has it, else the detector. A loss that spikes, explodes and ends in NaN is one alert, which gets worse.
 */
public final class AlertFamily {

    /** Stands between a detector and the topic of one of its alerts where it may have several; in no detector's id. */
    public static final char TOPIC = '/';

    private AlertFamily() {}

    /** Key of an alert: the family, else the detector. */
    public static String key(String alertClass, String detector) {
        return AlertClass.of(alertClass)
                .flatMap(AlertClass::family)
                .map(AlertClass.Family::name)
                .orElse(detector);
    }

    /** True where an alert of the class is raised for a run that overfits a single batch on purpose (K5). */
    public static boolean appliesToSingleBatch(String alertClass) {
        return AlertClass.of(alertClass)
                .map(known -> !known.isExpectedOfSingleBatch())
                .orElse(true);
    }

    /** True if the first class explains more than the second, of the same family. */
    public static boolean explainsMore(String alertClass, String than) {
        return AlertClass.of(alertClass)
                .flatMap(more -> AlertClass.of(than).map(more::explainsMoreThan))
                .orElse(false);
    }

    /** True if an alert of the first class is a consequence of an open one of the second. */
    public static boolean consequence(String alertClass, String open) {
        return AlertClass.of(alertClass)
                .flatMap(late -> AlertClass.of(open).map(late::followsFrom))
                .orElse(false);
    }
}
