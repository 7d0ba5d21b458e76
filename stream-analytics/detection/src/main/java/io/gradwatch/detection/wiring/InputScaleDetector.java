package io.gradwatch.detection.wiring;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.InputMeaning;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Phrases;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.fault.AlertClass;
import java.util.HashMap;
import java.util.Map;

/**
 * Fires when an input is constant, raw bytes, or has a standard deviation of at least `huge` or at most `tiny`.
 *
 * <p><b>Meaning</b> The network is fed numbers that its initialisation is not made for: it trains slowly, badly or not
 * at all. Usual causes: inputs that were never normalised, were normalised twice, or were lost on the way (K7).
 *
 * <p><b>Input</b> {@link TensorStatistics} of kind INPUT of the speaking rank, at the steps that have them; for each of
 * the first {@value #MOST_INPUTS} inputs by name. Ids of tokens (whole numbers where an embedding is declared, or the
 * objective language-model) and inputs of a network whose first layer normalises are not judged.
 *
 * <p><b>Statistic</b> {@link InputScaleKind} of each input, the same for `observations` in a row.
 *
 * <p><b>Thresholds</b> `huge` and `tiny` are standard deviations. Normalised inputs have 1, inputs in [0, 1] or [-0.5,
 * 0.5] have 0.1 to 0.5, raw bytes 40 to 80; divided by 255 twice they have 0.001. Tiny inputs must also stay within
 * 0.05 of zero, so that sparse ones are fine. Own choice.
 *
 * <p><b>Firing and recovery</b> Warning; info where the mean or the standard deviation is merely beyond 3, or one of
 * several inputs is constant (a mask, most likely). Recovered when all inputs seen last are fine.
 *
 * <p><b>Cost and limits</b> 60 bytes of state an input, O(inputs) a step with statistics. Statistics are over the whole
 * batch: one column out of scale among many is missed. Inputs of evaluations are not sent, and so not compared.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class InputScaleDetector extends SpecifiedDetector<InputScaleDetector.State> {

    static final ConfigKey<Double> HUGE =
            ConfigKey.number("huge", 10.0, 2, 1e6, "Standard deviation from which an input counts as huge.");
    static final ConfigKey<Double> TINY =
            ConfigKey.number("tiny", 0.01, 0, 0.5, "Standard deviation up to which an input counts as tiny.");
    static final ConfigKey<Double> OBSERVATIONS =
            ConfigKey.number("observations", 3.0, 1, 1000, "Steps with statistics that must agree, a count.");

    private static final int MOST_INPUTS = 8;
    private static final int NAME_CHARACTERS = 256;

    /** For the service loader. */
    public InputScaleDetector() {
        super(
                State::new,
                DetectorSpec.of("input-scale", AlertClass.INPUT, Severity.WARNING)
                        .judgesBy(Signal.TENSORS)
                        .settings(HUGE, TINY, OBSERVATIONS));
    }

    /** One input. A plain state. */
    public static class Input {
        /** Last observation. */
        public InputScaleKind scale = InputScaleKind.FINE;
        /** Length of the streak. */
        public int inRow;
        /** First step of the row. */
        public long since;
    }

    /** All inputs. A plain state. */
    public static class State extends FiringState {
        /** By name. */
        public Map<String, Input> inputs = new HashMap<>();
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        Verdict verdict = Verdict.UNCHANGED;
        for (TensorStatistics tensor : step.getTensors()) {
            boolean known = state.inputs.size() < MOST_INPUTS || state.inputs.containsKey(tensor.getLayer());
            if (tensor.getKind() == TensorKind.INPUT
                    && known
                    && tensor.getLayer().length() <= NAME_CHARACTERS) {
                Verdict says = observe(state, tensor, step.getStep(), context);
                verdict = says == Verdict.UNCHANGED ? verdict : says;
            }
        }
        return verdict;
    }

    private static Verdict observe(State state, TensorStatistics tensor, long step, DetectionContext context) {
        Input input = state.inputs.computeIfAbsent(tensor.getLayer(), name -> new Input());
        InputScaleKind scale = InputMeaning.takesAnything(context.run(), tensor.getMinimum(), tensor.getMaximum())
                ? InputScaleKind.FINE
                : InputScaleKind.of(tensor, context.setting(HUGE), context.setting(TINY));
        input.since = scale == input.scale && input.inRow > 0 ? input.since : step;
        input.inRow = scale == input.scale ? Math.min(input.inRow, Integer.MAX_VALUE - 1) + 1 : 1;
        input.scale = scale;
        if (input.inRow < context.setting(OBSERVATIONS)) {
            return Verdict.UNCHANGED;
        }
        return scale == InputScaleKind.FINE ? fine(state) : fault(state, input, tensor, context);
    }

    private static Verdict fault(State state, Input input, TensorStatistics tensor, DetectionContext context) {
        boolean mild = input.scale == InputScaleKind.UNUSUAL
                || (input.scale == InputScaleKind.CONSTANT && state.inputs.size() > 1);
        Severity severity = mild ? Severity.INFO : Severity.WARNING;
        return state.fire(severity, () -> finding(severity, input, tensor, context));
    }

    private static Verdict fine(State state) {
        return state.clearIf(state.inputs.values().stream().allMatch(input -> input.scale == InputScaleKind.FINE));
    }

    private static Finding.Builder finding(
            Severity severity, Input input, TensorStatistics tensor, DetectionContext context) {
        Finding.Builder finding = Finding.builder(
                        severity,
                        input.since,
                        "The %s is %s: mean %.3g, standard deviation %.3g, from %.3g to %.3g.",
                        Phrases.named("input", tensor.getLayer()),
                        input.scale.words(),
                        tensor.getMean(),
                        tensor.getStandardDeviation(),
                        tensor.getMinimum(),
                        tensor.getMaximum())
                .layer(tensor.getLayer());
        double spread = tensor.getStandardDeviation();
        Reading measured = Reading.level("standard deviation of the input", spread);
        finding.evidence(
                switch (input.scale) {
                    case HUGE, RAW_BYTES -> measured.atLeast(context.setting(HUGE));
                    case TINY -> measured.atMost(context.setting(TINY));
                    default -> measured;
                });
        return finding.evidence(Reading.level("mean of the input", tensor.getMean()))
                .evidence(Reading.level("smallest element", tensor.getMinimum()))
                .evidence(Reading.level("largest element", tensor.getMaximum()))
                .advice(advice(input.scale));
    }

    private static String advice(InputScaleKind scale) {
        return switch (scale) {
            case TINY -> "input-scale.tiny";
            case CONSTANT -> "input-scale.constant";
            default -> "input-scale";
        };
    }
}
