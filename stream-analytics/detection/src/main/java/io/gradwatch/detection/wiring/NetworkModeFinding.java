package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.Locale;

/** A network in the wrong mode, and how it can be put right. */
final class NetworkModeFinding {

    private NetworkModeFinding() {}

    /** Info where the declared layers say that none of them knows modes. */
    static Severity severity(RunStarted run) {
        boolean known = run.getLayers().isEmpty() || run.getLayers().stream().anyMatch(NetworkModeFinding::knowsModes);
        return known ? Severity.WARNING : Severity.INFO;
    }

    private static boolean knowsModes(Layer layer) {
        String type = layer.getType().toLowerCase(Locale.ROOT);
        return type.contains("drop") || type.contains("norm");
    }

    static Finding steps(Severity severity, Streak steps, DetectionContext context) {
        return Finding.builder(
                        severity,
                        steps.since,
                        "The network trains in evaluation mode, for %d steps since step %d: %s did not act as in training.",
                        steps.yes,
                        steps.since,
                        String.join(" and ", layers(context.run(), "dropout", "batch normalization")))
                .evidence(Reading.count("steps in evaluation mode", steps.yes, "steps")
                        .atLeast(context.setting(NetworkModeDetector.STEPS)))
                .evidence(Reading.step("first step in evaluation mode", steps.since))
                .cause("The mode was set for an evaluation, and not set back.", "K9")
                .cause("The mode was never set to training, for instance after loading a checkpoint.", "K9")
                .remedy("Set training mode at the start of every epoch, and after every evaluation.", "K9")
                .build();
    }

    static Finding trainingMode(Severity severity, Evaluation evaluation, RunStarted run) {
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

    static Finding statistics(Severity severity, Evaluation evaluation) {
        return evaluation(
                severity,
                evaluation,
                "changed the running statistics of a normalization: its data leak into the network");
    }

    static Finding differs(Evaluation evaluation, double earlier) {
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
                .cause("The two evaluations were of different samples.", "")
                .cause("Dropout or another random layer is active, or the first one changed the network.", "K9")
                .remedy("Evaluate the same batches twice, in evaluation mode: the losses must be equal.", "K9")
                .build();
    }

    private static Finding evaluation(Severity severity, Evaluation evaluation, String what) {
        String summary = "The evaluation after step " + evaluation.getStep() + " " + what + ".";
        return withAdvice(Finding.builder(severity, evaluation.getStep(), summary)
                        .split(evaluation.getSplit())
                        .evidence(Reading.step("step of the evaluation", evaluation.getStep())))
                .build();
    }

    private static Finding.Builder withAdvice(Finding.Builder finding) {
        List.of(
                        "The mode was not switched to evaluation before it.",
                        "A layer is called with its mode fixed to training.")
                .forEach(cause -> finding.cause(cause, "K9"));
        return finding.remedy("Set evaluation mode before each evaluation, and training mode after it.", "K9")
                .remedy("Evaluate the same batches twice: the losses must be equal.", "K9");
    }
}
