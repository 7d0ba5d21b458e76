package io.gradwatch.schema.fault;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Verdict on a run that ended with a fault, beside its state. The one place of its words outside the page. */
public enum RunVerdict {
    /** It ended while its loss or its gradients blew up. */
    DIVERGED,
    /** It ended with another fault. */
    UNRECOVERED;

    /** As the API and SQL spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All labels. */
    public static List<String> labels() {
        return List.of(DIVERGED.label(), UNRECOVERED.label());
    }

    /**
     * The verdict.
     *
     * @param classes of the alerts with which the run ended
     * @return null where there are none
     */
    public static RunVerdict of(Collection<String> classes) {
        if (classes.isEmpty()) {
            return null;
        }
        return classes.stream().anyMatch(RunVerdict::isDivergence) ? DIVERGED : UNRECOVERED;
    }

    /**
     * State and verdict as people read them, such as "finished, diverged (nan)" and "finished, over-fitting
     * unrecovered".
     *
     * @param state of the run; empty where it is not known
     * @param classes of the alerts with which the run ended, the gravest first
     */
    public static String words(String state, Collection<String> classes) {
        // A run that crashed says so already.
        List<String> others = classes.stream().filter(one -> !one.equals(state)).toList();
        return others.isEmpty() || state.isEmpty() ? state + words(others) : state + ", " + words(others);
    }

    /** Verdict as people read it, such as "diverged (nan)" and "over-fitting unrecovered"; empty without a class. */
    public static String words(Collection<String> classes) {
        RunVerdict verdict = of(classes);
        if (verdict == null) {
            return "";
        }
        String faults = classes.stream()
                .distinct()
                .filter(one -> verdict == UNRECOVERED || isDivergence(one))
                .map((String label) -> AlertClass.words(label))
                .collect(Collectors.joining(", "));
        return verdict == DIVERGED ? "diverged (" + faults + ")" : faults + " unrecovered";
    }

    private static boolean isDivergence(String alertClass) {
        return AlertClass.of(alertClass).map(AlertClass::isDivergence).orElse(false);
    }
}
