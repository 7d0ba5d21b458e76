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
import io.gradwatch.detection.stats.LogLevel;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.OptionalInt;

/**
 * Fires when every one of at least `evaluations` evaluations is no better than chance, while the training loss has
 * fallen to `memorised` of ln C.
 *
 * <p><b>Meaning</b> The network learns its examples by heart and nothing else: the labels carry no signal that holds
 * for others. Usual causes: labels out of order against the features, as of two listings that sort differently; labels
 * at random; a validation set with another order of classes (K21).
 *
 * <p><b>Input</b> Declared classes of a classification; training loss (nats, mean of the minibatch) of the speaking
 * rank; loss and metric accuracy (0 to 1) of the evaluations of any split but train. Without a loss the accuracy alone
 * is judged.
 *
 * <p><b>Statistic</b> An evaluation is no better than chance when its loss is at least {@value #NEAR} ln C and its
 * accuracy at most {@value #ACCURACY} / C. One single better evaluation in the whole attempt shows that there is a
 * signal. The training loss is its mean of logarithms over {@value #MEMORY} steps.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice.
 *
 * <p><b>Firing and recovery</b> Warning where accuracies are sent; info where losses alone say it, because a loss above
 * ln C can hide predictions that are right but too sure. Recovered by an evaluation that is better than chance.
 *
 * <p><b>Cost and limits</b> 50 bytes of state a run, O(1) a record. An evaluation in the wrong mode looks the same.
 * Some noise in the labels is not seen: it leaves a signal.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class UninformativeLabelsDetector extends SpecifiedDetector<UninformativeLabelsDetector.State> {

    static final ConfigKey<Double> EVALUATIONS =
            ConfigKey.number("evaluations", 5.0, 2, 10_000, "Evaluations that are all no better than chance, a count.");
    static final ConfigKey<Double> MEMORISED =
            ConfigKey.number("memorised", 0.5, 0.01, 0.9, "Training loss over ln C, a factor.");

    static final double NEAR = 0.98;
    static final double ACCURACY = 1.3;
    private static final int MEMORY = 50;

    /** For the service loader. */
    public UninformativeLabelsDetector() {
        super(
                State::new,
                DetectorSpec.of("uninformative-labels", AlertClass.LABELS, Severity.WARNING)
                        .judgesBy(Signal.LOSS, Signal.EVALUATION_LOSS, Signal.DECLARED_CLASSES)
                        .judgesBy(Signal.LOSS, Signal.EVALUATION_METRICS, Signal.DECLARED_CLASSES)
                        .settings(EVALUATIONS, MEMORISED));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Training loss. */
        public LogLevel loss = new LogLevel();
        /** Evaluations so far, all of them no better than chance; -1 once one was. */
        public long atChance;
        /** Step of the first evaluation. */
        public long since;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (step.getLoss() != null) {
            state.loss.add(step.getLoss(), MEMORY);
        }
        return Verdict.UNCHANGED;
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        OptionalInt classes = CrossEntropy.classes(context.run());
        Double loss = finite(evaluation.getLoss());
        Double accuracy = finite(evaluation.getMetrics().get("accuracy"));
        boolean known = classes.isPresent() && (loss != null || accuracy != null);
        if (!known || evaluation.getSplit() == Split.TRAIN || state.atChance < 0) {
            return Verdict.UNCHANGED;
        }
        double chance = CrossEntropy.chance(classes.getAsInt());
        boolean better = (loss != null && loss < NEAR * chance)
                || (accuracy != null && accuracy > ACCURACY / classes.getAsInt());
        if (better) {
            state.atChance = -1;
            return state.clearIf(true);
        }
        state.since = state.atChance == 0 ? evaluation.getStep() : state.since;
        state.atChance++;
        double training = state.loss.value();
        boolean memorised = training <= context.setting(MEMORISED) * chance;
        Severity severity = accuracy == null ? Severity.INFO : Severity.WARNING;
        if (!memorised || state.atChance < context.setting(EVALUATIONS)) {
            return Verdict.UNCHANGED;
        }
        return state.fire(severity, () -> finding(state, evaluation, classes.getAsInt(), context));
    }

    private static Double finite(Double value) {
        return value != null && Double.isFinite(value) ? value : null;
    }

    private static Finding.Builder finding(State state, Evaluation evaluation, int classes, DetectionContext context) {
        double chance = CrossEntropy.chance(classes);
        Double accuracy = finite(evaluation.getMetrics().get("accuracy"));
        Finding.Builder finding = Finding.builder(
                        state.open,
                        state.since,
                        "All %d evaluations are no better than chance among %d classes, while the training loss fell to %.3g.",
                        state.atChance,
                        classes,
                        state.loss.value())
                .evidence(Reading.count("evaluations", state.atChance, "evaluations")
                        .atLeast(context.setting(EVALUATIONS)))
                .evidence(Reading.count("classes", classes, "classes"))
                .split(evaluation.getSplit())
                .evidence(Reading.level(SeriesNames.LOSS, "training loss", state.loss.value())
                        .atMost(context.setting(MEMORISED) * chance));
        if (finite(evaluation.getLoss()) != null) {
            finding.evidence(Reading.level(
                            SeriesNames.ofEvaluation(evaluation.getSplit(), SeriesNames.LOSS),
                            "evaluation loss",
                            evaluation.getLoss())
                    .atLeast(NEAR * chance));
        }
        if (accuracy != null) {
            finding.evidence(Reading.level(
                            SeriesNames.ofEvaluation(evaluation.getSplit(), "accuracy"),
                            "evaluation accuracy",
                            accuracy)
                    .atMost(ACCURACY / classes));
        }
        return finding.advice("uninformative-labels");
    }
}
