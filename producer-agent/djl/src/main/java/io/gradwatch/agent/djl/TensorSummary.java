package io.gradwatch.agent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.gradwatch.agent.StepRecorder;
import io.gradwatch.schema.TensorKind;

/** Statistics of the elements of one tensor, over its finite elements; NaN where it has none. */
final class TensorSummary {
    private final float[] elements;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private double sum;
    private double sumOfSquares;
    private long finite;
    private long nans;
    private long infinities;
    private long zeros;

    private TensorSummary(float[] elements) {
        this.elements = elements;
        for (float element : elements) {
            count(element);
        }
    }

    /** Copies a tensor to the host and measures it. */
    static TensorSummary of(NDArray tensor) {
        return new TensorSummary(tensor.toType(DataType.FLOAT32, false).toFloatArray());
    }

    private void count(double element) {
        if (Double.isNaN(element)) {
            nans++;
        } else if (Double.isInfinite(element)) {
            infinities++;
        } else {
            finite++;
            zeros += element == 0 ? 1 : 0;
            minimum = Math.min(minimum, element);
            maximum = Math.max(maximum, element);
            sum += element;
            sumOfSquares += element * element;
        }
    }

    void recordTo(StepRecorder recorder, String name, TensorKind kind) {
        double mean = sum / finite;
        recorder.tensor(
                name,
                kind,
                elements.length,
                finite == 0 ? Double.NaN : minimum,
                finite == 0 ? Double.NaN : maximum,
                mean,
                standardDeviation(mean),
                finite == 0 ? Double.NaN : Math.sqrt(sumOfSquares),
                nans,
                infinities,
                zeros);
    }

    /** In a second pass, around the mean: the difference of two large sums would lose a small deviation. */
    private double standardDeviation(double mean) {
        double squares = 0;
        for (double element : elements) {
            if (Double.isFinite(element)) {
                squares += (element - mean) * (element - mean);
            }
        }
        return Math.sqrt(squares / finite);
    }
}
