package io.gradwatch.detection.gradient;

import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Parameters that are bit-identical from measurement to measurement, and gradients that are exactly zero. All
 * parameters together make one fingerprint; of the first {@value #MOST} each has its own. A plain state of at most 16
 * KB, O(tensors) a measurement.
 */
public class Unchanged {

    /** Most parameters that are followed one by one. */
    public static final int MOST = 64;

    /** Fingerprints of the followed parameters. */
    public Map<String, Long> fingerprints = new HashMap<>();

    /** Fingerprint of all parameters at the last measurement; 0 before the first. */
    public long all;

    /** Those of the followed that stand still, and the gradients that are zero. */
    public LayerStreaks still = new LayerStreaks();

    /** Measurements in a row at which nothing at all changed, or all gradients were zero. */
    public int wholeInRow;

    /** Step of the first of them. */
    public long wholeSince;

    /** Takes the tensors of a step; parameters that are declared to be frozen do not count. */
    void take(Step step, RunStarted run) {
        Set<String> frozen = declaredFrozen(run);
        long together = 1;
        boolean parameters = false;
        boolean gradients = false;
        boolean zero = true;
        for (TensorStatistics tensor : step.getTensors()) {
            boolean counts = told(tensor) && !belongs(tensor.getLayer(), frozen);
            if (counts && tensor.getKind() == TensorKind.PARAMETER) {
                parameters = true;
                long print = fingerprint(tensor);
                together = 31 * together + print;
                follow(tensor.getLayer(), print, step.getStep());
            } else if (counts && tensor.getKind() == TensorKind.GRADIENT) {
                gradients = true;
                boolean none = tensor.getL2Norm() == 0;
                zero &= none;
                if (none || !still.layers.isEmpty()) {
                    still.take("gradient of " + tensor.getLayer(), none, 0, step.getStep());
                }
            }
        }
        if (parameters || gradients) {
            boolean whole = (parameters && together == all) || (gradients && zero);
            wholeSince = whole && wholeInRow == 0 ? step.getStep() : wholeSince;
            wholeInRow = whole ? wholeInRow + 1 : 0;
            all = parameters ? together : all;
        }
    }

    private void follow(String tensor, long print, long step) {
        String layer = LayerStreaks.shortened(tensor);
        Long before = fingerprints.get(layer);
        if (before != null || fingerprints.size() < MOST) {
            fingerprints.put(layer, print);
            still.take(layer, before != null && before == print, 0, step);
        }
    }

    /** A norm alone, or one of few digits, says too little to call parameters identical; and NaN equals nothing. */
    private static boolean told(TensorStatistics tensor) {
        boolean finite = tensor.getNanCount() + tensor.getInfinityCount() == 0 && Double.isFinite(tensor.getL2Norm());
        boolean moments = Double.isFinite(tensor.getMean()) && Double.isFinite(tensor.getStandardDeviation());
        return finite && (moments || tensor.getKind() == TensorKind.GRADIENT);
    }

    private static long fingerprint(TensorStatistics tensor) {
        long print = Double.doubleToLongBits(tensor.getL2Norm());
        print = 31 * print + Double.doubleToLongBits(tensor.getMean());
        return 31 * print + Double.doubleToLongBits(tensor.getStandardDeviation());
    }

    private static Set<String> declaredFrozen(RunStarted run) {
        Set<String> frozen = new HashSet<>();
        run.getLayers().forEach(layer -> {
            if (layer.getParameters() == 0) {
                frozen.add(layer.getName());
            }
        });
        return frozen.size() == run.getLayers().size() ? Set.of() : frozen;
    }

    /** A tensor of a layer has its name, or its name, a separator and the parameter. */
    private static boolean belongs(String tensor, Set<String> layers) {
        if (layers.isEmpty()) {
            return false;
        }
        if (layers.contains(tensor)) {
            return true;
        }
        for (int i = tensor.length() - 1; i > 0; i--) {
            if ("_./:".indexOf(tensor.charAt(i)) >= 0 && layers.contains(tensor.substring(0, i))) {
                return true;
            }
        }
        return false;
    }
}
