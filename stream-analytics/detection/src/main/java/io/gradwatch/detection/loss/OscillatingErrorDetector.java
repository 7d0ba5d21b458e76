package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the error has swung at least {@code swings} times, and in at least {@code share} of the steps, from above
 * the level of its start to below it and back by a factor of {@code e^swing}, over the later part of the run.
 *
 * <p><b>Meaning</b> The optimizer jumps across the valley, or the batches contradict each other: training forgets what
 * it learnt and gets nowhere. Usual causes: data or labels corrupted, a learning rate too high (K3).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank, one scalar a step, before any smoothing, and the loss of
 * {@link Evaluation}s of the train-val split, else 1 - accuracy. Values that are not finite are left out. A loss that
 * takes both signs, or whose declared objective is a GAN's or reinforcement learning's, is not judged: it is no error.
 *
 * <p><b>Statistic</b> {@link Swings} of the loss, of the medians of three of it (slow swings, for which half of the
 * share is enough), and of the evaluations. The share makes the verdict independent of the length of the run: noise
 * that spans the factor now and then never reaches it. A loss that turns at {@value #ALTERNATING} of its values or
 * more, where noise turns at two thirds, needs a swing less by {@value #LESS_WHERE_ALTERNATING}.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Source: replays of published logs; noise with a standard deviation of 0.5
 * in the logarithm swings at less than 2 % of the steps. Raise {@code swing} first if alerts are noisy.
 *
 * <p><b>Firing and recovery</b> Warning; recovered when less than half of what is needed is left in the later part.
 *
 * <p><b>Cost and limits</b> 600 bytes of state a run, O(1) a step. Known false alarm: losses of single examples whose
 * noise has a standard deviation of 1 or more in the logarithm. Misses swings that stay below the start.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class OscillatingErrorDetector extends SpecifiedDetector<OscillatingErrorDetector.State> {

    static final ConfigKey<Double> SWING =
            ConfigKey.number("swing", 3.0, 0.5, 20, "Fall from a top that counts, in natural logarithms of the error.");
    static final ConfigKey<Double> SWINGS =
            ConfigKey.number("swings", 6.0, 2, 1000, "Swings through the start in the later part of the run, a count.");
    static final ConfigKey<Double> SHARE =
            ConfigKey.number("share", 0.04, 0.001, 0.5, "Swings over steps in the later part of the run, a ratio.");
    static final ConfigKey<Double> WARM_UP =
            ConfigKey.number("warm-up-steps", 40.0, 10, 1e6, "Steps, or evaluations, before the first verdict.");

    private static final double SLOW = 0.5;
    private static final double NOISE_TURNS = 2.0 / 3;
    private static final double ALTERNATING = 0.85;
    private static final int TURN_MEMORY = 32;
    private static final double LESS_WHERE_ALTERNATING = 1;

    private static final String VALIDATION = SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS);

    /** Corrupted data leave an error near that of an untrained model; a step too long takes it far above. */
    private static final double FAR_ABOVE = 3;

    /** For the service loader. */
    public OscillatingErrorDetector() {
        super(
                State::new,
                DetectorSpec.of("oscillating-error", AlertClass.OSCILLATING, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .judgesBy(Signal.EVALUATION_LOSS)
                        .judgesBy(Signal.EVALUATION_METRICS)
                        .settings(SWING, SWINGS, SHARE, WARM_UP)
                        .as(Role.WITNESS));
    }

    /** Swings of the errors of a run. A plain state. */
    public static class State extends FiringState {
        /** Of the loss of the steps. */
        public Swings loss = new Swings();
        /** Of the medians of three losses in a row. */
        public Swings smooth = new Swings();
        /** Of the evaluations. */
        public Swings evaluations = new Swings();
        /** The last two losses, NaN before them. */
        public double[] last = {Double.NaN, Double.NaN};
        /** Share of the last values at which the loss turned, exponentially weighted, 0 to 1. */
        public double turnRate = NOISE_TURNS;
        /** The last move of the loss. */
        public double lastMove;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        Double loss = step.getLoss();
        if (loss == null || !Double.isFinite(loss)) {
            return Verdict.UNCHANGED;
        }
        double swing = context.setting(SWING) - (alternates(state, loss) ? LESS_WHERE_ALTERNATING : 0);
        double middle = Math.max(Math.min(loss, state.last[0]), Math.min(Math.max(loss, state.last[0]), state.last[1]));
        state.last[1] = state.last[0];
        state.last[0] = loss;
        state.loss.add(loss, step.getStep(), swing);
        if (!Double.isNaN(middle)) {
            state.smooth.add(middle, step.getStep(), context.setting(SWING));
        }
        return judge(state, context);
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        Double accuracy = evaluation.getMetrics().get("accuracy");
        Double error = evaluation.getLoss() != null ? evaluation.getLoss() : accuracy == null ? null : 1 - accuracy;
        if (error == null || !Double.isFinite(error) || evaluation.getSplit() != Split.TRAIN_VAL) {
            return Verdict.UNCHANGED;
        }
        state.evaluations.add(error, evaluation.getStep(), context.setting(SWING));
        return judge(state, context);
    }

    /** Noise turns at two of three values; what turns at nearly every one is thrown up and down. */
    private static boolean alternates(State state, double loss) {
        double move = loss - state.last[0];
        if (!Double.isNaN(move)) {
            state.turnRate += ((move * state.lastMove < 0 ? 1 : 0) - state.turnRate) / TURN_MEMORY;
            state.lastMove = move;
        }
        return state.turnRate >= ALTERNATING;
    }

    private static Verdict judge(State state, DetectionContext context) {
        double excess = Math.max(
                Math.max(excess(state.loss, 1, context), excess(state.smooth, SLOW, context)),
                excess(state.evaluations, 1, context));
        if (!state.firing() && excess >= 1 && LossMeaning.isError(context.run())) {
            boolean smooth = excess(state.smooth, SLOW, context) == excess;
            boolean losses = smooth || excess(state.loss, 1, context) == excess;
            Swings worst = losses ? (smooth ? state.smooth : state.loss) : state.evaluations;
            return state.fire(finding(worst, context, losses ? SeriesNames.LOSS : VALIDATION));
        }
        return state.clearIf(excess < 0.5);
    }

    /** Swings over what is needed. */
    private static double excess(Swings swings, double part, DetectionContext context) {
        if (swings.recent() == 0 || swings.count < context.setting(WARM_UP) || swings.signed()) {
            return 0;
        }
        return swings.recent() / Math.max(context.setting(SWINGS), part * context.setting(SHARE) * swings.window());
    }

    private static Finding.Builder finding(Swings swings, DetectionContext context, String series) {
        String what = series.equals(SeriesNames.LOSS) ? "loss" : "validation error";
        double factor = Math.exp(context.setting(SWING));
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        swings.onset(),
                        "The %s swings: %d times in the last %d values it fell from above its start (%.3g) to below it by"
                                + " a factor of %.3g or more, and came back.",
                        what,
                        swings.recent(),
                        swings.window(),
                        swings.floor(),
                        factor)
                .evidence(Reading.count("swings", swings.recent(), "swings").atLeast(context.setting(SWINGS)))
                .evidence(Reading.count("values looked at", swings.window(), "values"))
                .evidence(Reading.level(series, "highest " + what + " of a swing", swings.highest))
                .evidence(Reading.baseline(series, what + " at the start", swings.floor()))
                .evidence(Reading.circumstance(series, "fall that makes a swing", factor)
                        .in("times"));
        boolean farAbove = swings.highest >= FAR_ABOVE * swings.floor();
        return finding.advice(farAbove ? "oscillating-error.rate" : "oscillating-error.data")
                .advice(farAbove ? "oscillating-error.data" : "oscillating-error.rate");
    }
}
