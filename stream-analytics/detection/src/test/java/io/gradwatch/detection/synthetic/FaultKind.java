package io.gradwatch.detection.synthetic;

import static io.gradwatch.detection.synthetic.family.Trait.GRADIENTS;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNING_RATE;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNS;
import static io.gradwatch.detection.synthetic.family.Trait.QUIET;
import static io.gradwatch.detection.synthetic.family.Trait.VALIDATES;

import io.gradwatch.detection.synthetic.family.HealthyCurves;
import io.gradwatch.detection.synthetic.family.HealthyFamily;
import io.gradwatch.detection.synthetic.family.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Faults of a curve, with the sizes that are tried and the classes of alert that name it. */
public enum FaultKind {
    /** The loss is NaN from the onset on. */
    NAN("", Set.of("nan", "exploding", "diverging"), Set.of(), 1),
    /** The loss grows from the onset on by this factor over 20 rows, and stays there. */
    BLOW_UP("times", blowUps(), Set.of(LEARNS), 10, 100, 1e4),
    /** The loss is this many times as high from the onset on. */
    LEVEL_SHIFT("times", blowUps(), Set.of(LEARNS, QUIET), 1.5, 2, 4),
    /** The loss leaps by this many deviations of its noise, and comes back over ten rows. */
    LOSS_SPIKE("sigma", blowUps(), Set.of(LEARNS, QUIET), 10, 30, 100),
    /** The loss grows over the rest of the run until it is this many times as high. */
    SLOW_DIVERGENCE("times", blowUps(), Set.of(LEARNS, QUIET), 1.5, 3, 10),
    /** From the onset on the loss swings between its level and this many times the loss of the start. */
    OSCILLATION("times", Set.of("oscillating", "loss_spike", "diverging"), Set.of(LEARNS, QUIET), 1.5, 3, 10),
    /** Nothing is learnt from the first row on; the size is the relative deviation of the noise. */
    PLATEAU("noise", flat(), Set.of(LEARNS, QUIET), 0.01, 0.05, 0.2),
    /** The loss is the same number from the onset on; the size is the share of the first loss that it is at least. */
    FROZEN("of the start", flat(), Set.of(LEARNS), 0.1, 0.5),
    /** The learning rate is zero from the onset on, and the loss stays where it was, with its noise. */
    RATE_ZERO("", flat(), Set.of(LEARNS, LEARNING_RATE), 1),
    /**
     * The gradient falls by this factor in the first tenth of the run; the loss stays above seven tenths of its start.
     */
    VANISHING("times", flat(), Set.of(LEARNS, GRADIENTS), 1e-2, 1e-4, 1e-8),
    /** Validation rises by this share of its level over the rest of the run, while training falls as it did. */
    OVERFITTING("rise", Set.of("overfitting"), Set.of(LEARNS, VALIDATES), 0.1, 0.3, 1),
    /** The loss goes back to that of the start within 20 rows, and stays; the size is the share of it. */
    COLLAPSE("of the start", collapses(), Set.of(LEARNS, QUIET), 0.8, 1);

    private final String unit;
    private final Set<String> classes;
    private final Set<Trait> needs;
    private final List<Double> sizes;

    FaultKind(String unit, Set<String> classes, Set<Trait> needs, double... sizes) {
        this.unit = unit;
        this.classes = classes;
        this.needs = needs;
        this.sizes = Arrays.stream(sizes).boxed().toList();
    }

    /** Unit of the size, empty where there is but one. */
    public String unit() {
        return unit;
    }

    /** The classes of alert that count as having found it. */
    public Set<String> classes() {
        return classes;
    }

    /** The sizes of the effect that are tried. */
    public List<Double> sizes() {
        return sizes;
    }

    /** The families in which the fault can be planted: those that have what it needs. */
    public List<HealthyFamily> bases() {
        return HealthyCurves.families().stream()
                .filter(family -> family.traits().containsAll(needs))
                .toList();
    }

    /** True if the fault is there from the first row on. */
    boolean fromStart() {
        return this == PLATEAU || this == VANISHING;
    }

    private static Set<String> blowUps() {
        return Set.of("exploding", "diverging", "loss_spike", "nan");
    }

    private static Set<String> flat() {
        return Set.of("plateau", "stalled", "vanishing", "underfitting");
    }

    private static Set<String> collapses() {
        return Set.of("exploding", "diverging", "loss_spike", "plateau", "stalled", "vanishing", "underfitting");
    }
}
