package io.gradwatch.detection.wiring;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.OptionalInt;

/**
 * Fires when a loss that expects logits is given probabilities: by the output, or by a loss stuck at the floor of it.
 *
 * <p><b>Meaning</b> Softmax is applied twice. The gradients become small, and the loss cannot fall below {@code ln(e +
 * C - 1) - 1} of C classes, however right the network is: 1.46 of 10 classes, 5.91 of 1,000. Cause: a softmax layer at
 * the end of a network whose loss has its own (K8, K4).
 *
 * <p><b>Input</b> Of the speaking rank: statistics of kind OUTPUT together with a declared loss on logits
 * ({@link LossOnLogits}); or loss (nats, mean of the minibatch) with metric accuracy (0 to 1) and declared classes, 3
 * or more. Runs that declare label smoothing or mixed labels, which raise the floor of any loss, are not judged by
 * their loss.
 *
 * <p><b>Statistic</b> Of the output: all in [0, 1] and the mean 1 / C to a relative {@value LossOnLogits#TOLERANCE}, as
 * rows that sum to 1 have it. Of the loss: with all probability on one class it is floor + 1 - accuracy to the last
 * digit, so that {@code 0 <= loss - (floor + 1 - accuracy) <= margin}, while the accuracy is at least
 * {@value #HIGH_ACCURACY}. A network with real logits has a loss near 0.3 there.
 *
 * <p><b>Thresholds</b> `outputs` and `steps` in a row; own choice. The margin {@value #MARGIN} leaves room for
 * probabilities that are not yet 1.
 *
 * <p><b>Firing and recovery</b> Warning. Recovered by as many in a row without it.
 *
 * <p><b>Cost and limits</b> 40 bytes of state a run, O(tensors) a step. Of two classes the loss alone does not tell: a
 * smoothed loss lies as high. Sigmoids in place of logits are missed.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SoftmaxedLogitsDetector extends SpecifiedDetector<SoftmaxedLogitsDetector.State> {

    static final ConfigKey<Double> OUTPUTS =
            ConfigKey.number("outputs", 3.0, 1, 1000, "Outputs in a row that are probabilities, a count.");
    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 50.0, 10, 1e6, "Steps in a row with the loss at the floor, a count.");

    static final double HIGH_ACCURACY = 0.9;
    private static final double MARGIN = 0.1;
    /** Rounding error of a loss in half precision. */
    private static final double ROUNDING = 0.01;

    /** For the service loader. */
    public SoftmaxedLogitsDetector() {
        super(
                State::new,
                DetectorSpec.of("softmaxed-logits", AlertClass.WIRING, Severity.WARNING)
                        .judgesBy(Signal.TENSORS)
                        .judgesBy(Signal.LOSS, Signal.TRAINING_METRICS, Signal.DECLARED_CLASSES)
                        .settings(OUTPUTS, STEPS));
    }

    /** Both signs. A plain state. */
    public static class State extends FiringState {
        /** By the output. */
        public Streak outputs = new Streak();
        /** By the loss. */
        public Streak losses = new Streak();
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        LossOnLogits.probabilities(step, context.run())
                .filter(sign -> LossOnLogits.declared(context.run()))
                .ifPresent(sign -> state.outputs.add(sign, step.getStep()));
        takeLoss(state, step, context);
        boolean output = state.outputs.yes >= context.setting(OUTPUTS);
        boolean loss = state.losses.yes >= context.setting(STEPS);
        if (!state.firing() && (output || loss)) {
            return state.fire(finding(state, step, context, output));
        }
        boolean over = (state.outputs.count == 0 || state.outputs.no >= context.setting(OUTPUTS))
                && (state.losses.count == 0 || state.losses.no >= context.setting(STEPS));
        return state.clearIf(over);
    }

    private static void takeLoss(State state, Step step, DetectionContext context) {
        OptionalInt classes = CrossEntropy.classes(context.run());
        Double loss = step.getLoss();
        Double accuracy = step.getMetrics().get("accuracy");
        if (classes.isEmpty() || classes.getAsInt() < 3 || loss == null || accuracy == null) {
            return;
        }
        double above = loss - CrossEntropy.softmaxedFloor(classes.getAsInt()) - (1 - accuracy);
        boolean stuck = accuracy >= HIGH_ACCURACY && accuracy <= 1 && above >= -ROUNDING && above <= MARGIN;
        state.losses.add(stuck && !LossOnLogits.raised(context.run()), step.getStep());
    }

    private static Finding.Builder finding(State state, Step step, DetectionContext context, boolean output) {
        Finding.Builder finding = output
                ? Finding.builder(
                                Severity.WARNING,
                                state.outputs.since,
                                "The output that goes to a loss on logits lies in [0, 1] and sums to 1: it is softmaxed"
                                        + " already.")
                        .evidence(Reading.count("outputs in a row that are probabilities", state.outputs.yes, "outputs")
                                .atLeast(context.setting(OUTPUTS)))
                : byLoss(state, step, context);
        return finding.advice("softmaxed-logits");
    }

    private static Finding.Builder byLoss(State state, Step step, DetectionContext context) {
        int classes = CrossEntropy.classes(context.run()).orElseThrow();
        double floor = CrossEntropy.softmaxedFloor(classes);
        return Finding.builder(
                        Severity.WARNING,
                        state.losses.since,
                        "The loss is stuck at %.3g while the accuracy is %.3g: with softmaxed outputs of %d classes it cannot"
                                + " fall below %.3g.",
                        step.getLoss(),
                        step.getMetrics().get("accuracy"),
                        classes,
                        floor)
                .evidence(Reading.count("classes", classes, "classes"))
                .evidence(
                        Reading.level(SeriesNames.LOSS, "loss", step.getLoss()).atLeast(floor))
                .evidence(
                        Reading.level("accuracy", "accuracy", step.getMetrics().get("accuracy"))
                                .atLeast(HIGH_ACCURACY))
                .evidence(Reading.count("steps in a row at the floor", state.losses.yes, "steps")
                        .atLeast(context.setting(STEPS)));
    }
}
