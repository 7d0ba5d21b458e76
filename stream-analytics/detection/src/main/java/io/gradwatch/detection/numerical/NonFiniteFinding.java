package io.gradwatch.detection.numerical;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/** A value that is not finite. Its causes are ranked by where it was seen and by what the gradient norm did before. */
final class NonFiniteFinding {

    private NonFiniteFinding() {}

    /**
     * @param tensor the first tensor that is not finite, null where none was seen
     * @param loss whether the loss of the step is not finite
     */
    static Finding.Builder ofStep(Step step, FirstNonFiniteTensor tensor, Overflows overflows, boolean loss) {
        boolean norm = !loss && tensor == null;
        boolean gradient = norm || (!loss && tensor.backward());
        long onset = gradient ? overflows.firstStep : step.getStep();
        Finding.Builder finding = Finding.builder(Severity.CRITICAL, onset, summary(step, tensor, overflows, loss));
        finding.evidence(Reading.step("first step that is not finite", norm ? overflows.firstStep : step.getStep()));
        if (step.getLoss() != null) {
            finding.evidence(Reading.level(SeriesNames.LOSS, "loss", step.getLoss()));
        }
        if (step.getGradientNorm() != null) {
            finding.evidence(Reading.level(SeriesNames.GRADIENT_NORM, "gradient norm", step.getGradientNorm()));
        }
        if (norm) {
            finding.evidence(
                    Reading.count("steps in a row with a gradient that is not finite", overflows.inRow, "steps")
                            .atLeast(2));
        }
        if (tensor != null) {
            finding.layer(tensor.layer())
                    .evidence(Reading.count("elements that are not finite", tensor.nonFinite(), "elements")
                            .above(0))
                    .evidence(Reading.count("elements of the tensor", tensor.elements(), "elements"));
        }
        if (loss && Double.isInfinite(step.getLoss())) {
            finding.alertClass(AlertClass.EXPLODING);
        }
        return causes(finding, tensor, overflows);
    }

    static Finding.Builder ofEvaluation(Evaluation evaluation, Overflows overflows) {
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        evaluation.getStep(),
                        "The loss of the evaluation after step %d is %s.",
                        evaluation.getStep(),
                        words(evaluation.getLoss()))
                .split(evaluation.getSplit())
                .evidence(Reading.step("step of the evaluation", evaluation.getStep()))
                .evidence(Reading.level(
                        SeriesNames.ofEvaluation(evaluation.getSplit(), SeriesNames.LOSS),
                        "evaluation loss",
                        evaluation.getLoss()));
        return causes(finding, null, overflows);
    }

    private static String summary(Step step, FirstNonFiniteTensor tensor, Overflows overflows, boolean loss) {
        String where = tensor == null
                ? ""
                : "; the first tensor that is not finite is the " + tensor.words() + ", with " + tensor.nonFinite()
                        + " of " + tensor.elements() + " elements";
        if (loss) {
            return "The loss is " + words(step.getLoss()) + " at step " + step.getStep() + where + ".";
        }
        if (tensor != null) {
            return "A tensor is not finite at step " + step.getStep() + where + ".";
        }
        String norm = step.getGradientNorm() == null ? "not finite" : words(step.getGradientNorm());
        return "The gradient norm is " + norm + " at " + overflows.inRow + " steps in a row, since step "
                + overflows.firstStep + ".";
    }

    private static Finding.Builder causes(Finding.Builder finding, FirstNonFiniteTensor tensor, Overflows overflows) {
        boolean grew = overflows.grew();
        if (overflows.usual.count >= Overflows.RECENT) {
            finding.evidence(Reading.circumstance(
                            SeriesNames.GRADIENT_NORM,
                            "gradient norm just before over its usual level",
                            overflows.growth())
                    .in("times"));
        }
        if (tensor != null && tensor.kind() == TensorKind.INPUT) {
            return input(finding);
        }
        return grew ? operation(learningRate(finding)) : learningRate(operation(finding));
    }

    private static Finding.Builder input(Finding.Builder finding) {
        return finding.cause(Cause.NON_FINITE_INPUT.text(), "K7")
                .cause("The normalisation of the input divides by a standard deviation of zero.", "K10")
                .remedy("Check the batch of this step for missing values and constant columns.", "K7")
                .remedy("Add a small number to what the normalisation divides by.", "K10");
    }

    private static Finding.Builder learningRate(Finding.Builder finding) {
        return finding.cause("The learning rate is too high: weights grew until they overflowed.", "K2")
                .remedy("Go back to a checkpoint before the onset and divide the learning rate by 10.", "K2")
                .remedy("Clip the global gradient norm near its usual level.", "K2");
    }

    private static Finding.Builder operation(Finding.Builder finding) {
        return finding.cause(Cause.NUMERICAL_OPERATION.text(), "K10")
                .remedy(
                        "Look for exp, log and division near the place named; use the framework's stable losses.",
                        "K10");
    }

    private static String words(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
}
