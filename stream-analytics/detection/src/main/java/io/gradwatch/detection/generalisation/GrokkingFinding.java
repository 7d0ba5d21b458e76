package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import java.util.Locale;

/** Says in which phase of K23 a run is, and what that means where its weights decay. */
final class GrokkingFinding {

    private GrokkingFinding() {}

    static Finding memorises(
            Severity severity, long learnt, double training, Evaluation evaluation, DetectionContext context) {
        double validation = ErrorMeasure.accuracy(evaluation.getMetrics());
        boolean decays = Declared.of(context.run()).weightDecay();
        String summary = String.format(
                Locale.ROOT,
                "The run memorises: training accuracy %.3g %%, validation accuracy %.3g %%%s.",
                100 * training,
                100 * validation,
                decays ? "; with its weight decay it may still generalise much later" : "");
        Finding.Builder finding = Finding.builder(severity, learnt, summary)
                .alertClass("overfitting")
                .split(Split.TRAIN_VAL)
                .evidence("training accuracy", 100 * training, "%", ">=", 100 * context.setting(GrokkingDetector.LEVEL))
                .evidence(
                        "validation accuracy",
                        100 * validation,
                        "%",
                        "<=",
                        50 * context.setting(GrokkingDetector.LEVEL))
                .evidence("steps since training was learnt", (double) (evaluation.getStep() - learnt), "");
        if (decays) {
            finding.cause("Delayed generalisation: while the gap is stable, weight decay may close it.", "K23")
                    .remedy("Let it run on while the gap is stable, to 100,000 steps or so.", "K23");
        }
        finding.cause("There are too few training data for the size of the model.", "K17");
        Remedies.of(Part.VARIANCE, context.run())
                .forEach(item -> finding.remedy(item.getText(), item.getKnowledgeItem()));
        return finding.build();
    }

    static Finding groks(long learnt, Evaluation evaluation) {
        long later = evaluation.getStep() - learnt;
        String summary = String.format(
                Locale.ROOT,
                "The run groks: validation accuracy reached %.3g %%, %d steps after training accuracy.",
                100 * ErrorMeasure.accuracy(evaluation.getMetrics()),
                later);
        return Finding.builder(Severity.INFO, evaluation.getStep(), summary)
                .split(Split.TRAIN_VAL)
                .evidence("steps from learning to generalising", (double) later, "")
                .cause("Weight decay or noise moved the weights on after the training data were learnt.", "K23")
                .remedy("A higher weight decay or learning rate, or more data, bring it forward.", "K23")
                .build();
    }
}
