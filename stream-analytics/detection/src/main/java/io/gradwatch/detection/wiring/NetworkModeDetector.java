package io.gradwatch.detection.wiring;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Set;

/**
 * Fires when an evaluation runs in training mode, changes running statistics or does not repeat, or `steps` steps in a
 * row train in evaluation mode.
 *
 * <p><b>Meaning</b> In training mode dropout drops and batch normalization takes its statistics from the batch, so that
 * an evaluation is worse than the network is, and leaks into training; trained in evaluation mode, neither does its
 * work. Cause: a switch of the mode that is missing, or not undone (K9).
 *
 * <p><b>Input</b> Of the speaking rank: trainingMode of steps; trainingMode, runningStatisticsChanged and loss of
 * evaluations. What is absent is not judged; that an evaluation does not repeat is judged only where it tells one of
 * the two flags.
 *
 * <p><b>Statistic</b> Two evaluations do not repeat when they are of one split, step and epoch, and their losses differ
 * by more than {@value #REPEATABLE} of the larger one.
 *
 * <p><b>Thresholds</b> `steps`; own choice: training begins in training mode, and a first step that does not tell it is
 * no fault.
 *
 * <p><b>Firing and recovery</b> Warning on sight; info for evaluations of the train split, for those that do not repeat
 * (they may be of different samples), and for a network whose declared layers hold neither dropout nor normalization,
 * to which the mode means nothing. Recovered by an evaluation of the same split without fault, or a step in training
 * mode.
 *
 * <p><b>Cost and limits</b> 160 bytes of state a run, O(1) a record. Fires on dropout that is kept on purpose, as Monte
 * Carlo dropout does.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class NetworkModeDetector implements Detector<NetworkModeDetector.State> {

    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 50.0, 2, 1e6, "Steps in a row in evaluation mode that are a fault, a count.");

    private static final double REPEATABLE = 1e-3;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "network-mode",
            AlertClass.WIRING,
            Severity.WARNING,
            Ranks.SPEAKER,
            List.of(Set.of(Signal.TRAINING_MODE), Set.of(Signal.RUNNING_STATISTICS)),
            List.of("K9"),
            "Fires when an evaluation runs in training mode, changes running statistics or does not repeat, or `steps`"
                    + " steps in a row train in evaluation mode.",
            List.of(STEPS));

    /** State of a run. A Flink POJO. */
    public static class State {
        /** Steps in evaluation mode. */
        public Streak steps = new Streak();
        /** The last evaluation of each split. */
        public LastEvaluations last = new LastEvaluations();
        /** Severity of the open alert, null while there is none. */
        public Severity open;
        /** Split of the open alert; null where it is about steps. */
        public Split split;
    }

    @Override
    public DetectorSpec spec() {
        return SPEC;
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State newState() {
        return new State();
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (step.getTrainingMode() == null) {
            return Verdict.UNCHANGED;
        }
        state.steps.add(!step.getTrainingMode(), step.getStep());
        if (state.steps.yes >= context.setting(STEPS)) {
            Severity severity = NetworkModeFinding.severity(context.run());
            return fire(state, null, NetworkModeFinding.steps(severity, state.steps, context));
        }
        boolean over = state.open != null && state.split == null && step.getTrainingMode();
        return over ? clear(state) : Verdict.UNCHANGED;
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        Boolean training = evaluation.getTrainingMode();
        Boolean changed = evaluation.getRunningStatisticsChanged();
        if (training == null && changed == null) {
            return Verdict.UNCHANGED;
        }
        double earlier = state.last.replace(evaluation);
        double loss = evaluation.getLoss() == null ? Double.NaN : evaluation.getLoss();
        boolean differs = Math.abs(loss - earlier) > REPEATABLE * Math.max(Math.abs(loss), Math.abs(earlier));
        boolean train = evaluation.getSplit() == Split.TRAIN;
        Severity severity = train ? Severity.INFO : NetworkModeFinding.severity(context.run());
        if (Boolean.TRUE.equals(training)) {
            return fire(
                    state, evaluation.getSplit(), NetworkModeFinding.trainingMode(severity, evaluation, context.run()));
        }
        if (Boolean.TRUE.equals(changed)) {
            return fire(state, evaluation.getSplit(), NetworkModeFinding.statistics(severity, evaluation));
        }
        if (differs) {
            return fire(state, evaluation.getSplit(), NetworkModeFinding.differs(evaluation, earlier));
        }
        boolean seen = evaluation.getLoss() == null || Double.isFinite(evaluation.getLoss());
        boolean over = seen && state.open != null && state.split == evaluation.getSplit();
        return over ? clear(state) : Verdict.UNCHANGED;
    }

    private static Verdict fire(State state, Split split, Finding finding) {
        if (state.open != null && state.open.compareTo(finding.severity()) >= 0) {
            return Verdict.UNCHANGED;
        }
        state.open = finding.severity();
        state.split = split;
        return Verdict.firing(finding);
    }

    private static Verdict clear(State state) {
        state.open = null;
        return Verdict.CLEARED;
    }
}
