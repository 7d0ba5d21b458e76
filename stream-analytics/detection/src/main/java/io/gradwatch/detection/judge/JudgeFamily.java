package io.gradwatch.detection.judge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Kind of fault that the judge tells apart. */
public enum JudgeFamily {
    /** The loss or its gradient grows without bound, or leaps. */
    BLOW_UP("nan", "exploding", "diverging", "loss_spike"),
    /** The loss does not fall, or no longer. */
    STANDSTILL("plateau", "stalled", "underfitting", "vanishing"),
    /** The model gets worse on data that it is not trained on. */
    OVERFITTING("overfitting", "grokking"),
    /** The loss swings. */
    OSCILLATION("oscillating");

    private final Set<String> labels;

    JudgeFamily(String... labels) {
        this.labels = Set.of(labels);
    }

    /** Labels of a corpus, and classes of alerts, that are of this family. */
    public Set<String> labels() {
        return labels;
    }

    /**
     * The family of a label; empty for {@code healthy}, {@code config_fault} and classes that the judge does not tell.
     */
    public static Optional<JudgeFamily> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(family -> family.labels.contains(label))
                .findFirst();
    }

    /** Name of the resource and of the rows of tables: {@code blow-up}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
