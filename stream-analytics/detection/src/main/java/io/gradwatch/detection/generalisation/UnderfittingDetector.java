package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.diagnosis.Declared;
import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.Locale;
import java.util.Map;

/**
 * Fires when the training error is above the declared goal and, beyond doubt, closed less than {@code progress} of its
 * distance to it in the last third of the run, {@code patience} times in a row.
 *
 * <p><b>Meaning</b> The model cannot learn even its training data well enough (bias, K15): too small, regularized too
 * much, or trained with a poor learning rate (K16). At the default it would need seven times the run so far.
 *
 * <p><b>Input</b> {@link RunStarted#getGoalError()} (0 to 1) and the training error: of {@link Evaluation}s of the
 * train split where there are any, else of {@link Step}s; 1 - accuracy where sent, else the loss, unless the run
 * declares a classification, whose goal is no loss. Errors that are negative or not finite are left out.
 *
 * <p><b>Statistic</b> {@link Progress}: the means of the last and of the middle third of at most 64 blocks, and the
 * standard error of their difference, two of which are given to the run. From {@code warm-up} values on.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; own choice. Lower {@code progress} first if alerts are noisy.
 *
 * <p><b>Firing and recovery</b> Warning; recovered when the goal is reached or twice {@code progress} is made.
 *
 * <p><b>Cost and limits</b> 700 bytes of state a run, O(1) a step, O(64) a block. A plateau after which learning begins
 * is taken for the end, while it is the last two thirds of the run.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class UnderfittingDetector extends SpecifiedDetector<UnderfittingDetector.State> {

    static final ConfigKey<Double> PROGRESS = ConfigKey.number(
            "progress", 0.05, 0, 1, "Part of the distance to the goal that the last third of the run must close.");
    static final ConfigKey<Double> PATIENCE =
            ConfigKey.number("patience", 3.0, 1, 64, "Blocks in a row with too little progress, a count.");
    static final ConfigKey<Double> WARM_UP =
            ConfigKey.number("warm-up", 15.0, 9, 1e9, "Training errors before the first verdict, a count.");

    /** For the service loader. */
    public UnderfittingDetector() {
        super(
                State::new,
                DetectorSpec.of("underfitting", AlertClass.UNDERFITTING, Severity.WARNING)
                        .judgesBy(Signal.DECLARED_GOAL, Signal.TRAINING_METRICS)
                        .judgesBy(Signal.DECLARED_GOAL, Signal.LOSS)
                        .judgesBy(Signal.DECLARED_GOAL, Signal.EVALUATION_LOSS)
                        .judgesBy(Signal.DECLARED_GOAL, Signal.EVALUATION_METRICS)
                        .settings(PROGRESS, PATIENCE, WARM_UP));
    }

    /** Training errors of a run. A plain state. */
    public static class State extends FiringState {
        /** The errors. */
        public Progress errors = new Progress();
        /** Measure of errors. */
        public ErrorMeasure measure = new ErrorMeasure();
        /** True if the train split is evaluated, which counts more than the steps. */
        public boolean evaluated;
        /** Blocks in a row with too little progress. */
        public int stuck;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        return state.evaluated
                ? Verdict.UNCHANGED
                : take(state, step.getLoss(), step.getMetrics(), step.getStep(), context);
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        if (evaluation.getSplit() != Split.TRAIN) {
            return Verdict.UNCHANGED;
        }
        if (!state.evaluated) {
            state.evaluated = true;
            state.errors = new Progress();
        }
        return take(state, evaluation.getLoss(), evaluation.getMetrics(), evaluation.getStep(), context);
    }

    private static Verdict take(
            State state, Double loss, Map<String, Double> metrics, long step, DetectionContext context) {
        Double goal = context.run().getGoalError();
        boolean byAccuracy = state.measure.byAccuracy;
        double error = state.measure.of(loss, metrics);
        if (byAccuracy != state.measure.byAccuracy) {
            state.errors = new Progress();
        }
        boolean counts = state.measure.byAccuracy || !classifies(context.run());
        if (goal == null || !Double.isFinite(goal) || Double.isNaN(error) || !counts) {
            return Verdict.UNCHANGED;
        }
        boolean news = state.errors.add(error, step) && state.errors.count() >= context.setting(WARM_UP);
        return news ? judge(state, goal, context) : Verdict.UNCHANGED;
    }

    private static Verdict judge(State state, double goal, DetectionContext context) {
        double needed = context.setting(PROGRESS);
        state.stuck = state.errors.certainlyBelow(needed, goal) ? state.stuck + 1 : 0;
        if (!state.firing() && state.stuck >= context.setting(PATIENCE)) {
            return state.fire(finding(state.errors, state.measure, goal, needed, context));
        }
        return state.clearIf(state.errors.late() <= goal || state.errors.closed(goal) >= 2 * needed);
    }

    private static boolean classifies(RunStarted run) {
        String objective = run.getObjective() == null ? "" : run.getObjective().toLowerCase(Locale.ROOT);
        return run.getClasses() != null || objective.contains("classif");
    }

    private static Finding.Builder finding(
            Progress errors, ErrorMeasure measure, double goal, double needed, DetectionContext context) {
        double scale = measure.byAccuracy ? 100 : 1;
        String unit = measure.byAccuracy ? "%" : "";
        String after = measure.byAccuracy ? " %" : "";
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        errors.since(),
                        "The training error stays at %.3g%s, above the goal of %.3g%s, and hardly falls any more.",
                        scale * errors.late(),
                        after,
                        scale * goal,
                        after)
                .split(Split.TRAIN)
                .evidence(Reading.level("training error", scale * errors.late())
                        .in(unit)
                        .above(scale * goal))
                .evidence(Reading.share("distance to the goal closed of late", 100 * errors.closed(goal))
                        .in("%")
                        .below(100 * needed))
                .advice("underfitting.model");
        Declared declared = Declared.of(context.run());
        if (declared.weightDecay() || declared.dropout()) {
            finding.advice("underfitting.regularized");
        }
        finding.advice("underfitting.rate");
        finding.remedies(Remedies.of(Part.BIAS, context.run()));
        return finding;
    }
}
