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
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.Locale;

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
public final class NetworkModeDetector extends SpecifiedDetector<NetworkModeDetector.State> {

    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 50.0, 2, 1e6, "Steps in a row in evaluation mode that are a fault, a count.");

    private static final double REPEATABLE = 1e-3;

    /** For the service loader. */
    public NetworkModeDetector() {
        super(
                State::new,
                DetectorSpec.of("network-mode", AlertClass.WIRING, Severity.WARNING)
                        .judgesBy(Signal.TRAINING_MODE)
                        .judgesBy(Signal.RUNNING_STATISTICS)
                        .settings(STEPS));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Steps in evaluation mode. */
        public Streak steps = new Streak();
        /** The last evaluation of each split. */
        public LastEvaluations last = new LastEvaluations();
        /** Split of the open alert; null where it is about steps. */
        public Split split;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (step.getTrainingMode() == null) {
            return Verdict.UNCHANGED;
        }
        state.steps.add(!step.getTrainingMode(), step.getStep());
        if (state.steps.yes >= context.setting(STEPS)) {
            Severity severity = severity(context.run());
            return fire(state, null, steps(severity, state.steps, context));
        }
        return state.clearIf(state.split == null && step.getTrainingMode());
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
        Severity severity = train ? Severity.INFO : severity(context.run());
        if (Boolean.TRUE.equals(training)) {
            return fire(state, evaluation.getSplit(), trainingMode(severity, evaluation, context.run()));
        }
        if (Boolean.TRUE.equals(changed)) {
            String leak = "changed the running statistics of a normalization: its data leak into the network";
            return fire(state, evaluation.getSplit(), evaluation(severity, evaluation, leak));
        }
        if (differs) {
            return fire(state, evaluation.getSplit(), differs(evaluation, earlier));
        }
        boolean seen = evaluation.getLoss() == null || Double.isFinite(evaluation.getLoss());
        return state.clearIf(seen && state.split == evaluation.getSplit());
    }

    private static Verdict fire(State state, Split split, Finding.Builder finding) {
        Verdict verdict = state.fire(finding);
        state.split = verdict == Verdict.UNCHANGED ? state.split : split;
        return verdict;
    }

    /** Info where the declared layers say that none of them knows modes. */
    private static Severity severity(RunStarted run) {
        boolean known = run.getLayers().isEmpty() || run.getLayers().stream().anyMatch(NetworkModeDetector::knowsModes);
        return known ? Severity.WARNING : Severity.INFO;
    }

    private static boolean knowsModes(Layer layer) {
        String type = layer.getType().toLowerCase(Locale.ROOT);
        return type.contains("drop") || type.contains("norm");
    }

    private static Finding.Builder steps(Severity severity, Streak steps, DetectionContext context) {
        return Finding.builder(
                        severity,
                        steps.since,
                        "The network trains in evaluation mode, for %d steps since step %d: %s did not act as in training.",
                        steps.yes,
                        steps.since,
                        String.join(" and ", layers(context.run(), "dropout", "batch normalization")))
                .evidence(Reading.count("steps in evaluation mode", steps.yes, "steps")
                        .atLeast(context.setting(STEPS)))
                .evidence(Reading.step("first step in evaluation mode", steps.since))
                .advice("network-mode.steps");
    }

    private static Finding.Builder trainingMode(Severity severity, Evaluation evaluation, RunStarted run) {
        List<String> acted = layers(run, "dropout was active", "batch normalization used each batch's own statistics");
        return evaluation(severity, evaluation, "ran in training mode: " + String.join(", and ", acted));
    }

    /** Words for the layers that know modes and that the network has, as far as it declares them. */
    private static List<String> layers(RunStarted run, String dropout, String normalization) {
        boolean drops = hasType(run, "drop");
        boolean normalizes = hasType(run, "norm");
        if (drops == normalizes) {
            return run.getLayers().isEmpty() || drops
                    ? List.of(dropout, normalization)
                    : List.of("what depends on the mode");
        }
        return List.of(drops ? dropout : normalization);
    }

    private static boolean hasType(RunStarted run, String part) {
        return run.getLayers().stream()
                .anyMatch(layer -> layer.getType().toLowerCase(Locale.ROOT).contains(part));
    }

    private static Finding.Builder differs(Evaluation evaluation, double earlier) {
        String series = SeriesNames.ofEvaluation(evaluation.getSplit(), SeriesNames.LOSS);
        return Finding.builder(
                        Severity.INFO,
                        evaluation.getStep(),
                        "Two evaluations after step %d do not agree: the loss was %.4g, then %.4g.",
                        evaluation.getStep(),
                        earlier,
                        evaluation.getLoss())
                .split(evaluation.getSplit())
                .evidence(Reading.level(series, "loss of the second evaluation", evaluation.getLoss()))
                .evidence(Reading.baseline(series, "loss of the first evaluation", earlier))
                .evidence(Reading.step("step of the evaluations", evaluation.getStep()))
                .advice("network-mode.differs");
    }

    private static Finding.Builder evaluation(Severity severity, Evaluation evaluation, String what) {
        String summary = "The evaluation after step " + evaluation.getStep() + " " + what + ".";
        return Finding.builder(severity, evaluation.getStep(), summary)
                .split(evaluation.getSplit())
                .evidence(Reading.step("step of the evaluation", evaluation.getStep()))
                .advice("network-mode.evaluation");
    }
}
