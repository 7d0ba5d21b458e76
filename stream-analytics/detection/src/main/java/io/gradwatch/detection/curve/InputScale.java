package io.gradwatch.detection.curve;

import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;

/** The last statistics of what enters the network. A Flink POJO of 50 bytes. */
public class InputScale {

    /** Smallest element, NaN where no input was seen. */
    public double minimum = Double.NaN;

    /** Largest element, NaN where no input was seen. */
    public double maximum = Double.NaN;

    /** Mean of the elements, NaN where no input was seen. */
    public double mean = Double.NaN;

    /** Standard deviation of the elements, NaN where no input was seen. */
    public double standardDeviation = Double.NaN;

    void take(Step step) {
        for (TensorStatistics tensor : step.getTensors()) {
            if (tensor.getKind() == TensorKind.INPUT) {
                minimum = tensor.getMinimum();
                maximum = tensor.getMaximum();
                mean = tensor.getMean();
                standardDeviation = tensor.getStandardDeviation();
                return;
            }
        }
    }

    /** True if an input was seen. */
    public boolean known() {
        return !Double.isNaN(standardDeviation);
    }
}
