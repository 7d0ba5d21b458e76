package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.series.SeriesNames;
import java.util.OptionalInt;

/** A first loss that differs from that of an untrained network, with causes. */
final class FirstLossFinding {

    /** Relative, of a loss that is a sum over the examples of a batch. */
    private static final double NEAR = 0.3;

    private static final String BELOW_ZERO = "The loss starts at %1$.3g, not at the %3$.3g that %4$s.";

    private FirstLossFinding() {}

    static Finding of(
            Severity severity, long start, double first, double expected, Step step, DetectionContext context) {
        boolean high = first > expected;
        OptionalInt classes = CrossEntropy.classes(context.run());
        String of = classes.isPresent()
                ? "an untrained network has with " + classes.getAsInt() + " classes"
                : "the declared baseline has";
        double factor = context.setting(high ? FirstLossDetector.HIGH : FirstLossDetector.LOW);
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
            return low(finding).build();
        }
        Integer batch = step.getBatchSize();
        boolean summed = batch != null && batch > 1 && Math.abs(first / expected / batch - 1) <= NEAR;
        return (summed ? start(reduction(finding)) : reduction(start(finding))).build();
    }

    private static Finding.Builder start(Finding.Builder finding) {
        return finding.cause("The inputs are not normalised, so that the first outputs are large.", "K7")
                .cause("The initialisation does not fit the activations, or the last layer starts too large.", "K12")
                .remedy("Normalise the inputs, and start the last layer near zero.", "K12");
    }

    private static Finding.Builder reduction(Finding.Builder finding) {
        return finding.cause("The loss is a sum over examples where a mean is meant, or has further parts.", "K8")
                .remedy("Compare the loss of one batch with the one computed by hand.", "K8");
    }

    private static Finding.Builder low(Finding.Builder finding) {
        return finding.cause("The weights were trained before: then this is as it should be.", "")
                .cause("The label is part of the input.", "K21")
                .cause("The loss is averaged over elements that do not count, such as padding or classes.", "K8")
                .remedy("Where the weights are new, train on shuffled labels: the loss must stay near ln C.", "K21")
                .remedy("Compare the loss of one batch with the one computed by hand.", "K8");
    }
}
