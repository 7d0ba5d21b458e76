package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.schema.TensorKind;
import org.deeplearning4j.ui.model.stats.api.Histogram;

/**
 * One tensor of a report.
 *
 * @param elements of the tensor, 0 where it is not known
 * @param histogram null where none was taken; its minimum and maximum are the tensor's
 * @param mean null where it was not taken
 * @param sampleDeviation standard deviation with n - 1 in the denominator, as ND4J takes it; null where it was not
 *     taken
 * @param meanMagnitude mean of the absolute values; null where it was not taken
 * @param divisor what all values are to be divided by
 */
record ReportedTensor(
        long elements, Histogram histogram, Double mean, Double sampleDeviation, Double meanMagnitude, double divisor) {

    /**
     * Sum of the squared elements, divided: (n - 1) s² + n m², which is what they come to. NaN or infinite where an
     * element is; null where it does not follow from what is known.
     */
    Double sumOfSquares() {
        if (elements == 0 || mean == null || (sampleDeviation == null && elements > 1)) {
            return null;
        }
        double sum = squaredDeviations() + elements * mean * mean;
        return sum / (divisor * divisor);
    }

    /** A single element does not deviate, and has no deviation of a sample. */
    private double squaredDeviations() {
        return elements == 1 ? 0 : (elements - 1) * sampleDeviation * sampleDeviation;
    }

    /**
     * Records its statistics, where the report has all that they need. The counts of NaN and infinities say no more
     * than that there are some; that of zeros is right for a tensor of zeros, and 0 for others.
     */
    void recordTo(StepRecorder step, String name, TensorKind kind) {
        Double sum = sumOfSquares();
        if (sum == null || histogram == null) {
            return;
        }
        if (isFinite()) {
            step.tensor(
                    name,
                    kind,
                    elements,
                    histogram.getMin() / divisor,
                    histogram.getMax() / divisor,
                    mean / divisor,
                    Math.sqrt(squaredDeviations() / elements) / divisor,
                    Math.sqrt(sum),
                    0,
                    0,
                    isZero() ? elements : 0);
        } else {
            step.tensor(
                    name,
                    kind,
                    elements,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    hasNan() ? 1 : 0,
                    hasInfinity() ? 1 : 0,
                    0);
        }
    }

    private boolean isFinite() {
        return Double.isFinite(mean) && Double.isFinite(histogram.getMin()) && Double.isFinite(histogram.getMax());
    }

    private boolean isZero() {
        return histogram.getMin() == 0 && histogram.getMax() == 0;
    }

    private boolean hasNan() {
        return Double.isNaN(sign());
    }

    private boolean hasInfinity() {
        return Double.isInfinite(sign());
    }

    /** Infinities of both signs have no mean, but their mean magnitude is infinite. ND4J's least of NaN is infinite. */
    private double sign() {
        return meanMagnitude == null ? mean : meanMagnitude;
    }
}
