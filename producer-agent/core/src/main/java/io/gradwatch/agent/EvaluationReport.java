package io.gradwatch.agent;

import io.gradwatch.agent.clean.CleanValues;
import io.gradwatch.agent.clean.Limits;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results of an evaluation. Everything is optional; NaN and infinities of loss and metrics are values like others. What
 * cannot be used is left out, with a line in the log.
 *
 * @param epoch passes over the training data before it, fractions allowed; null where it is not known
 * @param loss mean over the split; null if not measured
 * @param metrics further values, such as accuracy (0 to 1), at most 1,024
 * @param trainingMode whether the network was in training mode: it should not be; null if not seen
 * @param runningStatisticsChanged whether running statistics of a normalization changed during the evaluation: they
 *     should not; null if not seen
 * @param outputShape shape of the network's output, 1 to 8 dimensions, the batch first; empty if not seen
 * @param targetShape shape of the target, as above
 * @param lossElements elements over which the loss was taken; null if not seen
 * @param labelCounts examples of each class by their label, in order of at most 4,096 classes; empty if not seen
 * @param predictionCounts examples of each class by what the network predicts, as above
 * @param errorTypes the part (0 to 1) of the split's examples that show each type of error, at most 1,000 types; a type
 *     with another share is left out
 */
public record EvaluationReport(
        Double epoch,
        Double loss,
        Map<String, Double> metrics,
        Boolean trainingMode,
        Boolean runningStatisticsChanged,
        List<Integer> outputShape,
        List<Integer> targetShape,
        Long lossElements,
        List<Long> labelCounts,
        List<Long> predictionCounts,
        Map<String, Double> errorTypes) {

    private static final System.Logger LOG = System.getLogger(EvaluationReport.class.getName());

    /** Copies and cleans every value. */
    public EvaluationReport {
        metrics = Collections.unmodifiableMap(CleanValues.metrics(metrics));
        outputShape = CleanValues.whole("dimensions of an output", outputShape, Limits.DIMENSIONS);
        targetShape = CleanValues.whole("dimensions of a target", targetShape, Limits.DIMENSIONS);
        labelCounts = CleanValues.whole("classes of labels", labelCounts, Limits.CLASSES);
        predictionCounts = CleanValues.whole("classes of predictions", predictionCounts, Limits.CLASSES);
        errorTypes = cleanErrorTypes(errorTypes);
    }

    /** A builder of a report that says nothing yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** In the order given. */
    private static Map<String, Double> cleanErrorTypes(Map<String, Double> shares) {
        Map<String, Double> clean = new LinkedHashMap<>();
        List<Map.Entry<String, Double>> all = shares == null ? List.of() : new ArrayList<>(shares.entrySet());
        for (Map.Entry<String, Double> entry : CleanValues.bounded("types of error", all, Limits.ERROR_TYPES)) {
            String name = CleanValues.text("name of a type of error", entry.getKey(), Limits.NAME_CHARACTERS);
            Double share = entry.getValue();
            if (name.isEmpty() || share == null || !(share >= 0 && share <= 1)) {
                LOG.log(
                        Level.WARNING,
                        "The type of error ''{0}'' has the share {1}; it needs a name and a share from 0 to 1 and is"
                                + " left out.",
                        name,
                        share);
            } else {
                clean.put(name, share);
            }
        }
        return Collections.unmodifiableMap(clean);
    }

    /** Gathers a report; each method is named after what it sets or adds to. */
    public static final class Builder {
        private Double epoch;
        private Double loss;
        private final Map<String, Double> metrics = new LinkedHashMap<>();
        private Boolean trainingMode;
        private Boolean runningStatisticsChanged;
        private List<Integer> outputShape = List.of();
        private List<Integer> targetShape = List.of();
        private Long lossElements;
        private List<Long> labelCounts = List.of();
        private List<Long> predictionCounts = List.of();
        private final Map<String, Double> errorTypes = new LinkedHashMap<>();

        private Builder() {}

        public Builder epoch(Double value) {
            epoch = value;
            return this;
        }

        public Builder loss(Double value) {
            loss = value;
            return this;
        }

        public Builder metric(String name, double value) {
            metrics.put(name, value);
            return this;
        }

        public Builder metrics(Map<String, Double> values) {
            if (values != null) {
                metrics.putAll(values);
            }
            return this;
        }

        public Builder trainingMode(Boolean value) {
            trainingMode = value;
            return this;
        }

        public Builder runningStatisticsChanged(Boolean value) {
            runningStatisticsChanged = value;
            return this;
        }

        /** Shapes of output and target; null if not seen. */
        public Builder shapes(int[] output, int[] target) {
            outputShape = list(output);
            targetShape = list(target);
            return this;
        }

        public Builder lossElements(Long value) {
            lossElements = value;
            return this;
        }

        /** Null if not seen. */
        public Builder labelCounts(long[] counts) {
            labelCounts = list(counts);
            return this;
        }

        /** Null if not seen. */
        public Builder predictionCounts(long[] counts) {
            predictionCounts = list(counts);
            return this;
        }

        public Builder errorType(String name, double share) {
            errorTypes.put(name, share);
            return this;
        }

        public Builder errorTypes(Map<String, Double> shares) {
            if (shares != null) {
                errorTypes.putAll(shares);
            }
            return this;
        }

        /** The report, cleaned. */
        public EvaluationReport build() {
            return new EvaluationReport(
                    epoch,
                    loss,
                    metrics,
                    trainingMode,
                    runningStatisticsChanged,
                    outputShape,
                    targetShape,
                    lossElements,
                    labelCounts,
                    predictionCounts,
                    errorTypes);
        }

        private static List<Integer> list(int[] shape) {
            return shape == null ? List.of() : Arrays.stream(shape).boxed().toList();
        }

        private static List<Long> list(long[] counts) {
            return counts == null ? List.of() : Arrays.stream(counts).boxed().toList();
        }
    }
}
