package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Words;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.TensorStatistics;

/** An input that is badly scaled, and what to do about it. */
final class InputScaleFinding {

    private InputScaleFinding() {}

    static Finding of(
            Severity severity, InputScaleDetector.Input input, TensorStatistics tensor, DetectionContext context) {
        Finding.Builder finding = Finding.builder(
                        severity,
                        input.since,
                        "The %s is %s: mean %.3g, standard deviation %.3g, from %.3g to %.3g.",
                        Words.named("input", tensor.getLayer()),
                        input.scale.words(),
                        tensor.getMean(),
                        tensor.getStandardDeviation(),
                        tensor.getMinimum(),
                        tensor.getMaximum())
                .layer(tensor.getLayer());
        double spread = tensor.getStandardDeviation();
        Reading measured = Reading.level("standard deviation of the input", spread);
        finding.evidence(
                switch (input.scale) {
                    case HUGE, RAW_BYTES -> measured.atLeast(context.setting(InputScaleDetector.HUGE));
                    case TINY -> measured.atMost(context.setting(InputScaleDetector.TINY));
                    default -> measured;
                });
        return advice(
                        finding.evidence(Reading.level("mean of the input", tensor.getMean()))
                                .evidence(Reading.level("smallest element", tensor.getMinimum()))
                                .evidence(Reading.level("largest element", tensor.getMaximum())),
                        input.scale)
                .build();
    }

    private static Finding.Builder advice(Finding.Builder finding, InputScaleKind scale) {
        return switch (scale) {
            case TINY ->
                finding.cause("The input is normalised twice, by the loader and again by the job.", "K7")
                        .remedy("Print one batch just before the network, and remove one of the two scalings.", "K7");
            case CONSTANT ->
                finding.cause("The input is zeroed or lost on its way from the loader.", "K3")
                        .cause("All examples of the batch are the same one.", "K3")
                        .remedy("Look at a batch just before it enters the network.", "K7");
            default ->
                finding.cause("The input is not normalised.", "K7")
                        .remedy(
                                "Subtract the mean and divide by the standard deviation of the training data; scale images to"
                                        + " [0, 1] or [-0.5, 0.5].",
                                "K12")
                        .remedy("Scale the data of evaluations with the same numbers.", "K7");
        };
    }
}
