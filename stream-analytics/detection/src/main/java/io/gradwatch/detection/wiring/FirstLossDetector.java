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
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.OptionalInt;

/**
 * Fires when the first losses lie at least `high` times above, or below `low` times, what an untrained network has.
 *
 * <p><b>Meaning</b> A network that knows nothing gives C classes the same probability, which costs ln C; a simple model
 * costs what the run declares as its baseline. A first loss far above comes from a bad initialisation, inputs that were
 * not normalised, or a sum in place of a mean; one far below from labels that leak into the input, a wrong reduction,
 * or weights that were trained before (K8, K10).
 *
 * <p><b>Input</b> Losses of the speaking rank from step {@value #LATEST_START} at the latest, mean of the minibatch in
 * nats. Declared classes of a classification, or the declared baseline loss where there are none. A run that is seen
 * later than that is not judged.
 *
 * <p><b>Statistic</b> m / r, with m the first finite loss and r = ln C or the baseline; the median of the first
 * {@value #FIRST} must be as far off, so that neither one odd batch nor a first update that blew up is told as a start.
 * `low` is judged with classes only: a regression may begin below its baseline.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; factors. He initialisation gives up to 1.3 ln C. Own choice.
 *
 * <p><b>Firing and recovery</b> Info; warning where each of the first `steps` losses is at least `far` times r. A high
 * loss is recovered when it comes below `high`. An info is a remark on the start, and over when {@value #REMARK} steps
 * have passed.
 *
 * <p><b>Cost and limits</b> 60 bytes of state a run, O(1) a step. Losses with several parts, such as auxiliary heads,
 * lie above ln C rightly. Smoothed labels do not move the first loss.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class FirstLossDetector extends SpecifiedDetector<FirstLossDetector.State> {

    static final ConfigKey<Double> HIGH =
            ConfigKey.number("high", 2.0, 1.1, 1000, "First loss over that of an untrained network, a factor.");
    static final ConfigKey<Double> FAR = ConfigKey.number(
            "far", 5.0, 1.1, 1e6, "First losses over that of an untrained network that are a warning, a factor.");
    static final ConfigKey<Double> LOW =
            ConfigKey.number("low", 0.5, 0, 1, "First loss over that of an untrained network, a factor.");
    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 20.0, 3, 1e6, "Steps that must all be far above for a warning, a count.");

    private static final int FIRST = 3;
    private static final long LATEST_START = 2;
    private static final long REMARK = 500;

    /** Relative, of a loss that is a sum over the examples of a batch. */
    private static final double NEAR = 0.3;

    private static final String BELOW_ZERO = "The loss starts at %1$.3g, not at the %3$.3g that %4$s.";

    /** For the service loader. */
    public FirstLossDetector() {
        super(
                State::new,
                DetectorSpec.of("first-loss", AlertClass.WIRING, Severity.WARNING)
                        .judgesBy(Signal.LOSS, Signal.DECLARED_CLASSES)
                        .judgesBy(Signal.LOSS, Signal.DECLARED_REFERENCE)
                        .settings(HIGH, FAR, LOW, STEPS));
    }

    /** The start of a run. A plain state. */
    public static class State extends FiringState {
        /** The first losses. */
        public double[] first = new double[FIRST];
        /** Finite losses seen. */
        public long count;
        /** Step of the first loss, -1 before it. */
        public long start = -1;
        /** Losses so far that are all far above. */
        public long far;
        /** True if nothing more is to be said. */
        public boolean done;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        double expected = expected(context.run());
        Double loss = step.getLoss();
        if (state.done || loss == null || !Double.isFinite(loss) || !(expected > 0)) {
            return Verdict.UNCHANGED;
        }
        state.start = state.start < 0 ? step.getStep() : state.start;
        state.far += state.far == state.count && loss >= context.setting(FAR) * expected ? 1 : 0;
        if (state.count < FIRST) {
            state.first[(int) state.count] = loss;
        }
        state.count++;
        boolean past = step.getStep() - state.start >= REMARK && state.open != Severity.WARNING;
        state.done = state.start > LATEST_START || past;
        if (state.count < FIRST || state.start > LATEST_START) {
            return Verdict.UNCHANGED;
        }
        return state.done ? state.clearIf(true) : judge(state, step, expected, context);
    }

    private static Verdict judge(State state, Step step, double expected, DetectionContext context) {
        double first = state.first[0];
        double median = Medians.of(state.first.clone());
        boolean high = Math.min(first, median) >= context.setting(HIGH) * expected;
        boolean low = Math.max(first, median) < context.setting(LOW) * expected
                && CrossEntropy.classes(context.run()).isPresent();
        boolean far = state.far >= context.setting(STEPS);
        if (state.open == null ? state.count == FIRST && (high || low) : far && state.open == Severity.INFO) {
            Severity severity = far ? Severity.WARNING : Severity.INFO;
            return state.fire(finding(severity, state.start, first, expected, step, context));
        }
        return state.clearIf(high && step.getLoss() < context.setting(HIGH) * expected);
    }

    private static double expected(RunStarted run) {
        OptionalInt classes = CrossEntropy.classes(run);
        if (classes.isPresent()) {
            return CrossEntropy.chance(classes.getAsInt());
        }
        return run.getBaselineLoss() == null ? Double.NaN : run.getBaselineLoss();
    }

    private static Finding.Builder finding(
            Severity severity, long start, double first, double expected, Step step, DetectionContext context) {
        boolean high = first > expected;
        OptionalInt classes = CrossEntropy.classes(context.run());
        String of = classes.isPresent()
                ? "an untrained network has with " + classes.getAsInt() + " classes"
                : "the declared baseline has";
        double factor = context.setting(high ? HIGH : LOW);
        Reading ratio = Reading.ratio(SeriesNames.LOSS, "first loss over that", first, expected);
        boolean comparable = first > 0;
        Finding.Builder finding = Finding.builder(
                        severity,
                        start,
                        comparable ? "The loss starts at %.3g, %.3g times the %.3g that %s." : BELOW_ZERO,
                        first,
                        first / expected,
                        expected,
                        of)
                .evidence(high ? ratio.atLeast(factor) : ratio.below(factor))
                .evidence(Reading.level(SeriesNames.LOSS, "first loss", first))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss of an untrained network", expected));
        classes.ifPresent(known -> finding.evidence(Reading.count("classes", known, "classes")));
        if (!high) {
            return finding.advice("first-loss.low");
        }
        Integer batch = step.getBatchSize();
        boolean summed = batch != null && batch > 1 && Math.abs(first / expected / batch - 1) <= NEAR;
        return finding.advice(summed ? "first-loss.reduction" : "first-loss.start")
                .advice(summed ? "first-loss.start" : "first-loss.reduction");
    }
}
