package io.gradwatch.standalone.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a careful person says of a run, and which classes of alerts count as having found it. */
public enum Label {
    HEALTHY,
    NAN("nan", "exploding", "diverging"),
    EXPLODING("exploding", "diverging", "nan", "loss_spike"),
    LOSS_SPIKE("loss_spike", "exploding", "diverging"),
    DIVERGING("diverging", "exploding", "nan", "loss_spike"),
    OSCILLATING("oscillating", "loss_spike"),
    PLATEAU("plateau", "stalled", "vanishing", "underfitting"),
    STALLED("stalled", "plateau", "vanishing", "underfitting"),
    UNDERFITTING("underfitting", "plateau", "stalled", "vanishing"),
    VANISHING("vanishing", "stalled", "plateau", "underfitting"),
    OVERFITTING("overfitting"),
    GROKKING("grokking", "plateau", "overfitting"),
    /** The cause is known but not how it shows: any class that a label stands for is right. */
    CONFIG_FAULT(
            "nan",
            "exploding",
            "loss_spike",
            "diverging",
            "oscillating",
            "plateau",
            "stalled",
            "underfitting",
            "vanishing",
            "overfitting",
            "grokking"),
    /** Left out of everything. */
    UNSCORED;

    private final Set<String> accepted;

    Label(String... accepted) {
        this.accepted = Set.of(accepted);
    }

    /** The label of that name; empty where there is none. */
    static Optional<Label> of(String name) {
        return Arrays.stream(values())
                .filter(label -> label.toString().equals(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Label::toString).collect(Collectors.joining(", "));
    }

    /** Whether an alert of this class has found what the label says. */
    public boolean accepts(String alertClass) {
        return accepted.contains(alertClass);
    }

    /** As the index writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
