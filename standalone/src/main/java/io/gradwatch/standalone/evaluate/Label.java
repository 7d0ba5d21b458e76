package io.gradwatch.standalone.evaluate;

import io.gradwatch.schema.fault.AlertClass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The word of a careful person on a run, and the classes of alerts that count as having found it. */
public enum Label {
    HEALTHY,
    NAN(AlertClass.NAN, AlertClass.EXPLODING, AlertClass.DIVERGING),
    EXPLODING(AlertClass.EXPLODING, AlertClass.DIVERGING, AlertClass.NAN, AlertClass.LOSS_SPIKE),
    LOSS_SPIKE(AlertClass.LOSS_SPIKE, AlertClass.EXPLODING, AlertClass.DIVERGING),
    DIVERGING(AlertClass.DIVERGING, AlertClass.EXPLODING, AlertClass.NAN, AlertClass.LOSS_SPIKE),
    OSCILLATING(AlertClass.OSCILLATING, AlertClass.LOSS_SPIKE),
    PLATEAU(AlertClass.PLATEAU, AlertClass.STALLED, AlertClass.VANISHING, AlertClass.UNDERFITTING),
    STALLED(AlertClass.STALLED, AlertClass.PLATEAU, AlertClass.VANISHING, AlertClass.UNDERFITTING),
    UNDERFITTING(AlertClass.UNDERFITTING, AlertClass.PLATEAU, AlertClass.STALLED, AlertClass.VANISHING),
    VANISHING(AlertClass.VANISHING, AlertClass.STALLED, AlertClass.PLATEAU, AlertClass.UNDERFITTING),
    OVERFITTING(AlertClass.OVERFITTING),
    GROKKING(AlertClass.GROKKING, AlertClass.PLATEAU, AlertClass.OVERFITTING),
    /** The cause is known but not how it shows: any class that a label stands for is right. */
    CONFIG_FAULT(ofAnyFamily()),
    /** Left out of everything. */
    UNSCORED;

    private final Set<AlertClass> accepted;

    Label(AlertClass... accepted) {
        this.accepted = Set.of(accepted);
    }

    private static AlertClass[] ofAnyFamily() {
        return Arrays.stream(AlertClass.values())
                .filter(one -> one.family().isPresent())
                .toArray(AlertClass[]::new);
    }

    /** The label of that name; empty where there is none. */
    public static Optional<Label> of(String name) {
        return Arrays.stream(values())
                .filter(label -> label.toString().equals(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Label::toString).collect(Collectors.joining(", "));
    }

    /** True where an alert of this class has found the labelled fault. */
    public boolean accepts(String alertClass) {
        return AlertClass.of(alertClass).map(accepted::contains).orElse(false);
    }

    /** As the index writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
