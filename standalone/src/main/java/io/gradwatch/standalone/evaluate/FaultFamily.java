package io.gradwatch.standalone.evaluate;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Classes of alerts that speak of the same kind of trouble. Several wrong alerts of one family about a run are one
 * error, as they would send a person looking once.
 */
public enum FaultFamily {
    BLOW_UP("nan", "exploding", "diverging", "loss_spike"),
    FLAT("plateau", "stalled", "underfitting", "vanishing"),
    OVERFIT("overfitting"),
    OSCILLATION("oscillating"),
    GROKKING("grokking");

    private final Set<String> classes;

    FaultFamily(String... classes) {
        this.classes = Set.of(classes);
    }

    /** The family of a class of alerts; empty for a class that no label of a corpus stands for, such as silent. */
    static Optional<FaultFamily> of(String alertClass) {
        return Arrays.stream(values())
                .filter(family -> family.classes.contains(alertClass))
                .findFirst();
    }
}
