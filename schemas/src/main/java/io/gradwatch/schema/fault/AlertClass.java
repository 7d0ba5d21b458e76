package io.gradwatch.schema.fault;

import io.gradwatch.schema.series.SeriesNames;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Classes of alerts, with what every part of the product must say alike of them. The one list of them, and the one
 * place where they are spelled; an alert of a class that it lacks is a fault that stands for itself.
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
    /** A job's own notice: no fault. People are notified of it once, not of its end, and no run ends with it. */
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

    /**
     * Families of classes that one fault passes through while it gets worse. They make one alert, whose class moves on
     * to the one that explains most.
     */
    public enum Family {
        /** The loss or the gradients leave their range. */
        BLOW_UP(List.of(LOSS_SPIKE, DIVERGING, EXPLODING, NAN), Set.of()),
        /** The error swings and gets nowhere: what looks like a spike or like standing still is part of it. */
        OSCILLATION(List.of(OSCILLATING), Set.of()),
        /** Nothing is learnt. */
        STANDSTILL(List.of(UNDERFITTING, PLATEAU, STALLED, VANISHING), Set.of(OSCILLATING, EXPLODING, NAN)),
        /** Learning that does not carry over. */
        GENERALISATION(List.of(OVERFITTING, GROKKING), Set.of(EXPLODING, NAN));

        private final List<AlertClass> classes;
        private final Set<AlertClass> followsFrom;

        /**
         * @param classes from what is seen first to what explains most
         * @param followsFrom classes of which the family is a consequence
         */
        Family(List<AlertClass> classes, Set<AlertClass> followsFrom) {
            this.classes = classes;
            this.followsFrom = followsFrom;
        }

        /** Its classes, from what is seen first to what explains most. */
        public List<AlertClass> classes() {
            return classes;
        }

        /** Such as "blow-up". */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Map<String, AlertClass> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(AlertClass::label, Function.identity()));

    private static final Set<AlertClass> DIVERGENCES = EnumSet.of(DIVERGING, EXPLODING, NAN);

    /** Rises of which a swing of the error is full. */
    private static final Set<AlertClass> MERE_RISES = EnumSet.of(LOSS_SPIKE, DIVERGING);

    private static final Set<AlertClass> EXPECTED_OF_SINGLE_BATCH = EnumSet.of(
            UNDERFITTING,
            PLATEAU,
            OVERFITTING,
            GROKKING,
            OSCILLATING,
            LOSS_SPIKE,
            DIVERGING,
            DISTRIBUTION_SHIFT,
            VALIDATION_OVERUSE);

    private static final Set<AlertClass> OF_HOSTS =
            EnumSet.of(CRASHED, EXPLODING, HUNG, NAN, RANK_DIVERGENCE, SILENT, SLOW);

    private static final Set<AlertClass> OF_WEIGHTS =
            EnumSet.of(LOSS_SPIKE, DIVERGING, EXPLODING, NAN, OSCILLATING, COLLAPSED, RANK_DIVERGENCE);

    private static final Set<AlertClass> OF_JOBS = EnumSet.of(CRASHED, HUNG, SILENT);

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

    /** Words of a label; those of the label itself where the list lacks it. */
    public static String words(String label) {
        return of(label).map(AlertClass::words).orElseGet(() -> label.replace('_', ' '));
    }

    /** Series that show it beside the loss. */
    public List<String> shownBy() {
        return switch (this) {
            case NAN -> List.of(SeriesNames.GRADIENT_NORM, SeriesNames.LOSS_SCALE);
            case EXPLODING, VANISHING -> List.of(SeriesNames.GRADIENT_NORM, SeriesNames.UPDATE_RATIO);
            case STALLED -> List.of(SeriesNames.LEARNING_RATE, SeriesNames.UPDATE_RATIO);
            case SLOW -> List.of(SeriesNames.DURATION, SeriesNames.DATA_WAIT);
            case HUNG -> List.of(SeriesNames.DURATION);
            case RANK_DIVERGENCE -> List.of(SeriesNames.PARAMETER_NORM);
            default -> List.of();
        };
    }

    /** True where something is wrong with the run, so that it can end with it. */
    public boolean isFault() {
        return this != NOTICE;
    }

    /** True where a run that ends with it has diverged. */
    public boolean isDivergence() {
        return DIVERGENCES.contains(this);
    }

    /** True where a broken host can cause it in runs that have nothing else in common. */
    public boolean isOfHosts() {
        return OF_HOSTS.contains(this);
    }

    /** True where the weights get worse from its onset on: a checkpoint that was saved since then holds it. */
    public boolean isOfWeights() {
        return OF_WEIGHTS.contains(this);
    }

    /** True where the job no longer runs, or no longer gets on: it can be started from any checkpoint that is good. */
    public boolean isOfJobs() {
        return OF_JOBS.contains(this);
    }

    /**
     * True where it is expected of a run that overfits a single batch on purpose (K5): the loss there has a detector of
     * its own, and nothing is to generalise.
     */
    public boolean isExpectedOfSingleBatch() {
        return EXPECTED_OF_SINGLE_BATCH.contains(this);
    }

    /** The family that it belongs to; empty where it is one of its own. */
    public Optional<Family> family() {
        return Arrays.stream(Family.values())
                .filter(family -> family.classes.contains(this))
                .findFirst();
    }

    /** True where it explains more than another class of its family. */
    public boolean explainsMoreThan(AlertClass other) {
        return family().map(
                        own -> own.classes.contains(other) && own.classes.indexOf(this) > own.classes.indexOf(other))
                .orElse(false);
    }

    /** True where it is a consequence of another one, and brings no alert while that is open. */
    public boolean followsFrom(AlertClass other) {
        boolean swing = other == OSCILLATING && MERE_RISES.contains(this);
        return swing || family().map(own -> own.followsFrom.contains(other)).orElse(false);
    }

    /** The class of a label; empty where the list lacks it. */
    public static Optional<AlertClass> of(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    /** True where an alert of this label is a {@link #isFault fault}; labels outside the list are faults. */
    public static boolean isFault(String label) {
        return of(label).map(AlertClass::isFault).orElse(true);
    }
}
