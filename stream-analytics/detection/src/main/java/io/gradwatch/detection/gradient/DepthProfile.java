package io.gradwatch.detection.gradient;

import io.gradwatch.detection.stats.Medians;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients of the first layers against those of the last, in the order in which the tensors were sent. Size of a
 * gradient: {@code l2Norm / sqrt(elements)}, its root mean square; the L2 norm where elements are not known.
 *
 * @param first the largest size in the first quarter of the tensors
 * @param firstLayer name of the first tensor
 * @param last the median size in the last quarter
 */
record DepthProfile(double first, String firstLayer, double last) {

    /** Null where there are fewer than four gradients, or where one is not finite. */
    static DepthProfile of(Step step) {
        List<TensorStatistics> gradients = new ArrayList<>();
        for (TensorStatistics tensor : step.getTensors()) {
            if (tensor.getKind() == TensorKind.GRADIENT) {
                if (!Double.isFinite(tensor.getL2Norm()) || tensor.getNanCount() + tensor.getInfinityCount() > 0) {
                    return null;
                }
                gradients.add(tensor);
            }
        }
        int n = gradients.size();
        if (n < 4) {
            return null;
        }
        double first = 0;
        double[] last = new double[n / 4];
        for (int i = 0; i < last.length; i++) {
            first = Math.max(first, size(gradients.get(i)));
            last[i] = size(gradients.get(n - last.length + i));
        }
        return new DepthProfile(first, gradients.get(0).getLayer(), Medians.of(last));
    }

    /** First over last; 1 where nothing arrives at all, which is not vanishing by depth. */
    double ratio() {
        return first > 0 && last > 0 ? first / last : 1;
    }

    private static double size(TensorStatistics tensor) {
        return tensor.getL2Norm() / Math.sqrt(Math.max(1, tensor.getElements()));
    }
}
