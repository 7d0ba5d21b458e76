package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.diagnosis.Declared;
import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/** Says in which phase of K23 a run is, and what that means where its weights decay. */
final class GrokkingFinding {

    private static final String ACCURACY = "accuracy";
    private static final String VALIDATION = SeriesNames.ofEvaluation(Split.TRAIN_VAL, ACCURACY);

    private GrokkingFinding() {}

    static Finding memorises(
            Severity severity, long learnt, double training, Evaluation evaluation, DetectionContext context) {
        double validation = ErrorMeasure.accuracy(evaluation.getMetrics());
        boolean decays = Declared.of(context.run()).weightDecay();
        double level = context.setting(GrokkingDetector.LEVEL);
        Finding.Builder finding = Finding.builder(
                        severity,
                        learnt,
                        "The run memorises: training accuracy %.3g %%, validation accuracy %.3g %%%s.",
                        100 * training,
                        100 * validation,
                        decays ? "; with its weight decay it may still generalise much later" : "")
                .alertClass(AlertClass.OVERFITTING)
                .split(Split.TRAIN_VAL)
                .evidence(Reading.level(ACCURACY, "training accuracy", training).atLeast(level))
                .evidence(Reading.level(VALIDATION, "validation accuracy", validation)
                        .atMost(level / 2))
                .evidence(Reading.count("steps since training was learnt", evaluation.getStep() - learnt, "steps"));
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
        double accuracy = ErrorMeasure.accuracy(evaluation.getMetrics());
        return Finding.builder(
                        Severity.INFO,
                        evaluation.getStep(),
                        "The run groks: validation accuracy reached %.3g %%, %d steps after training accuracy.",
                        100 * accuracy,
                        later)
                .split(Split.TRAIN_VAL)
                .evidence(Reading.level(VALIDATION, "validation accuracy", accuracy))
                .evidence(Reading.count("steps from learning to generalising", later, "steps"))
                .cause("Weight decay or noise moved the weights on after the training data were learnt.", "K23")
                .remedy("A higher weight decay or learning rate, or more data, bring it forward.", "K23")
                .build();
    }
}
