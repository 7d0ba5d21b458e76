package io.gradwatch.schema.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Classes of alerts, with what every part of the product must say alike of them. The one list of them; an alert of a
 * class that it lacks is a fault that stands for itself.
 */
public enum AlertClass {
    COLLAPSED("Predictions collapse to one class"),
    CRASHED("The job crashed"),
    DISTRIBUTION_SHIFT("Training and validation data differ"),
    DIVERGING("Loss diverges"),
    EXPLODING("Gradients explode"),
    GROKKING("Validation lags far behind training"),
    HUNG("The job hangs"),
    IMBALANCE("Classes are out of balance"),
    INPUT("Input is badly scaled"),
    LABELS("Labels carry no information"),
    LOSS_SPIKE("Loss spikes"),
    NAN("Loss is NaN"),
    /** What a job says itself: no fault. It is told once, its end is no news, and no run ends with it. */
    NOTICE("The job gave notice"),
    OSCILLATING("Error oscillates"),
    OVERFITTING("Validation loss gets worse"),
    PLATEAU("Loss does not fall"),
    RANK_DIVERGENCE("Ranks drift apart"),
    SILENT("No sign of life"),
    SINGLE_BATCH("Single batch is not learnt"),
    SLOW("Training is slow"),
    STALLED("Training stands still"),
    UNDERFITTING("Training error stays high"),
    VALIDATION_OVERUSE("Test error is above validation error"),
    VANISHING("Gradients vanish"),
    WIRING("Network or loss is put together wrongly");

    /** Families of classes that one fault passes through while it gets worse. */
    public enum Family {
        BLOW_UP(LOSS_SPIKE, DIVERGING, EXPLODING, NAN),
        STANDSTILL(UNDERFITTING, PLATEAU, STALLED, VANISHING),
        GENERALISATION(OVERFITTING, GROKKING);

        private final Set<AlertClass> classes;

        Family(AlertClass... classes) {
            this.classes = EnumSet.copyOf(Arrays.asList(classes));
        }

        /** Such as "blow-up". */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Map<String, AlertClass> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(AlertClass::label, Function.identity()));

    private static final Set<AlertClass> DIVERGENCES = EnumSet.of(DIVERGING, EXPLODING, NAN);

    private static final Set<AlertClass> OF_HOSTS =
            EnumSet.of(CRASHED, EXPLODING, HUNG, NAN, RANK_DIVERGENCE, SILENT, SLOW);

    private final String title;

    AlertClass(String title) {
        this.title = title;
    }

    /** As alerts, the API and SQL spell it, such as {@code loss_spike}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In words, for titles, such as "Loss is NaN". */
    public String title() {
        return title;
    }

    /** Within a sentence, such as "loss spike" or "over-fitting". */
    public String words() {
        return switch (this) {
            case OVERFITTING -> "over-fitting";
            case UNDERFITTING -> "under-fitting";
            default -> label().replace('_', ' ');
        };
    }

    /** Whether something is wrong with the run, so that it can end with it. */
    public boolean isFault() {
        return this != NOTICE;
    }

    /** Whether a run that ends with it has diverged. */
    public boolean isDivergence() {
        return DIVERGENCES.contains(this);
    }

    /** Whether a broken host can cause it in runs that have nothing else in common. */
    public boolean isOfHosts() {
        return OF_HOSTS.contains(this);
    }

    /** The family that it belongs to; empty where it is one of its own. */
    public Optional<Family> family() {
        return Arrays.stream(Family.values())
                .filter(family -> family.classes.contains(this))
                .findFirst();
    }

    /** The class of a label; empty where the list lacks it. */
    public static Optional<AlertClass> of(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** Whether an alert of this label is a {@link #isFault fault}; what the list lacks is. */
    public static boolean isFault(String label) {
        return of(label).map(AlertClass::isFault).orElse(true);
    }
}
