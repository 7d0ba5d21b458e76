package io.gradwatch.detection.wiring;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.TensorStatistics;
import java.util.Locale;

/** Says how an input is scaled, and what to do about it. */
final class InputScaleFinding {

    private InputScaleFinding() {}

    static Finding of(
            Severity severity, InputScaleDetector.Input input, TensorStatistics tensor, DetectionContext context) {
        String summary = String.format(
                Locale.ROOT,
                "The input%s is %s: mean %.3g, standard deviation %.3g, from %.3g to %.3g.",
                name(tensor.getLayer()),
                input.scale.words(),
                tensor.getMean(),
                tensor.getStandardDeviation(),
                tensor.getMinimum(),
                tensor.getMaximum());
        Finding.Builder finding =
                Finding.builder(severity, input.since, summary).layer(tensor.getLayer());
        double spread = tensor.getStandardDeviation();
        switch (input.scale) {
            case HUGE, RAW_BYTES ->
                finding.evidence(
                        "standard deviation of the input", spread, "", ">=", context.setting(InputScaleDetector.HUGE));
            case TINY ->
                finding.evidence(
                        "standard deviation of the input", spread, "", "<=", context.setting(InputScaleDetector.TINY));
            default -> finding.evidence("standard deviation of the input", spread, "");
        }
        return advice(
                        finding.evidence("mean of the input", tensor.getMean(), "")
                                .evidence("smallest element", tensor.getMinimum(), "")
                                .evidence("largest element", tensor.getMaximum(), ""),
                        input.scale)
                .build();
    }

    /** What tells several inputs apart; they are called {@code input}, {@code input.1}, ... or by their argument. */
    private static String name(String layer) {
        String rest = layer.startsWith("input.") ? layer.substring("input.".length()) : layer;
        return rest.equals("input") || rest.isBlank() ? "" : " " + rest;
    }

    private static Finding.Builder advice(Finding.Builder finding, InputScale scale) {
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
