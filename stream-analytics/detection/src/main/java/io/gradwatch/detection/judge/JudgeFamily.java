package io.gradwatch.detection.judge;

import io.gradwatch.schema.fault.AlertClass;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Kind of fault that the judge tells apart. */
public enum JudgeFamily {
    /** The loss or its gradient grows without bound, or leaps. */
    BLOW_UP(AlertClass.Family.BLOW_UP),
    /** The loss does not fall, or no longer. */
    STANDSTILL(AlertClass.Family.STANDSTILL),
    /** The model gets worse on data that it is not trained on. */
    OVERFITTING(AlertClass.Family.GENERALISATION),
    /** The loss swings. */
    OSCILLATION(AlertClass.Family.OSCILLATION);

    private final Set<String> labels;

    JudgeFamily(AlertClass.Family family) {
        this.labels = family.classes().stream().map(AlertClass::label).collect(Collectors.toUnmodifiableSet());
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
