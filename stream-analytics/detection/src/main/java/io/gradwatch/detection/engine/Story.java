package io.gradwatch.detection.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Failures that are one story for a person: what several detectors see of it is one alert, whose class moves on to what
 * explains most. A loss that spikes, explodes and ends in NaN is told once, and gets worse.
 */
enum Story {
    /** The loss or the gradients leave their range. */
    BLOW_UP(List.of("loss_spike", "diverging", "exploding", "nan"), Set.of()),
    /** The error swings and gets nowhere: what looks like a spike or like standing still is part of it. */
    OSCILLATION(List.of("oscillating"), Set.of()),
    /** Nothing is learnt. */
    STANDSTILL(List.of("underfitting", "plateau", "stalled", "vanishing"), Set.of("oscillating", "exploding", "nan")),
    /** What is learnt does not carry over. */
    OVERFITTING(List.of("overfitting", "grokking"), Set.of("exploding", "nan"));

    /** Stands between a detector and the topic of one of its alerts where it may have several; in no detector's id. */
    static final char TOPIC = '/';

    private static final Set<String> EXPECTED_OF_SINGLE_BATCH = Set.of(
            "underfitting",
            "plateau",
            "overfitting",
            "grokking",
            "oscillating",
            "loss_spike",
            "diverging",
            "distribution_shift",
            "validation_overuse");

    private static final Set<String> MERE_RISES = Set.of("loss_spike", "diverging");

    private final List<String> classes;
    private final Set<String> hiddenBy;

    /**
     * @param classes of its alerts, from what is seen first to what explains most
     * @param hiddenBy classes of which this story is a consequence: while one is open, it is not told
     */
    Story(List<String> classes, Set<String> hiddenBy) {
        this.classes = classes;
        this.hiddenBy = hiddenBy;
    }

    /**
     * Whether an alert of the class is told of a run that overfits a single batch on purpose (K5): what the loss does
     * there is judged by its own detector, and nothing is to generalise.
     */
    static boolean toldOfSingleBatch(String alertClass) {
        return !EXPECTED_OF_SINGLE_BATCH.contains(alertClass);
    }

    /** The story of an alert class; empty where it is one of its own. */
    static Optional<Story> of(String alertClass) {
        for (Story story : values()) {
            if (story.classes.contains(alertClass)) {
                return Optional.of(story);
            }
        }
        return Optional.empty();
    }

    /** What an alert is kept under: the story, else the detector. */
    static String key(String alertClass, String detector) {
        return of(alertClass).map(Story::name).orElse(detector);
    }

    /** Whether the first class explains more than the second, of the same story. */
    static boolean explainsMore(String alertClass, String than) {
        return of(alertClass)
                .map(story -> story.classes.indexOf(alertClass) > story.classes.indexOf(than))
                .orElse(false);
    }

    /** Whether an alert of the first class is a consequence of an open one of the second. */
    static boolean consequence(String alertClass, String open) {
        boolean swing = open.equals("oscillating") && MERE_RISES.contains(alertClass);
        return swing
                || of(alertClass).map(story -> story.hiddenBy.contains(open)).orElse(false);
    }
}
