package io.gradwatch.detection.reference;

import io.gradwatch.detection.spi.References;
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values of earlier runs at one place.
 *
 * @param runs whose curves reach the place
 * @param middle their median; of fewer than three the worse of here and of a fifth earlier, as one run may be a little
 *     ahead of another
 * @param deviation median absolute deviation of the curves from it
 * @param scale largest absolute value of the curves so far
 */
record Band(List<Run> runs, double middle, double deviation, double scale) {

    /**
     * Value of one run.
     *
     * @param name of its curve
     * @param value at the place
     */
    record Run(String name, double value) {}

    /** Curves from which their spread is known. */
    static final int SPREAD_KNOWN = 3;

    private static final double EARLIER = 0.8;

    /** The band of a signal at a place; null where fewer curves than are needed reach it. */
    static Band at(References references, CurveSignal signal, CurveAxis axis, double place) {
        List<ReferenceCurve> usable = new ArrayList<>();
        for (ReferenceCurve curve : references.curves()) {
            if (curve.getSignal() == signal && curve.getAxis() == axis && reaches(curve, place)) {
                usable.add(curve);
            }
        }
        if (usable.size() < references.fewest()) {
            return null;
        }
        boolean few = usable.size() < SPREAD_KNOWN;
        boolean higherIsBetter = signal == CurveSignal.VALIDATION_ACCURACY;
        double[] values = new double[usable.size()];
        List<Run> runs = new ArrayList<>(values.length);
        double scale = 0;
        for (int i = 0; i < values.length; i++) {
            ReferenceCurve curve = usable.get(i);
            values[i] = value(curve, place);
            double earlier = value(curve, EARLIER * place);
            scale = Math.max(scale, Math.abs(curve.getValues().get(0)));
            if (few) {
                values[i] = higherIsBetter ? Math.min(values[i], earlier) : Math.max(values[i], earlier);
            }
            runs.add(new Run(curve.getName(), values[i]));
        }
        double middle = Medians.of(values.clone());
        double deviation = Medians.of(
                Arrays.stream(values).map(value -> Math.abs(value - middle)).toArray());
        return new Band(runs, middle, deviation, Math.max(scale, Math.abs(middle)));
    }

    /** True if there are enough curves for their spread to be known. */
    boolean spreadKnown() {
        return runs.size() >= SPREAD_KNOWN;
    }

    /** The first axis on which a reference has a curve of the signal; null where none has. */
    static CurveAxis axis(References references, CurveSignal signal) {
        for (ReferenceCurve curve : references.curves()) {
            if (curve.getSignal() == signal && curve.getAxis() != CurveAxis.UNKNOWN && isCurve(curve)) {
                return curve.getAxis();
            }
        }
        return null;
    }

    private static boolean isCurve(ReferenceCurve curve) {
        return curve.getAt().size() >= 2
                && curve.getAt().size() == curve.getValues().size();
    }

    private static boolean reaches(ReferenceCurve curve, double place) {
        return isCurve(curve)
                && place >= curve.getAt().get(0)
                && place <= curve.getAt().get(curve.getAt().size() - 1)
                && Double.isFinite(value(curve, place))
                && Double.isFinite(value(curve, EARLIER * place));
    }

    /** Linear between the points; before the first the value there. */
    private static double value(ReferenceCurve curve, double place) {
        List<Double> at = curve.getAt();
        int low = 0;
        int high = at.size() - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (at.get(middle) <= place) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double width = at.get(high) - at.get(low);
        double part = width > 0 ? Math.max(0, Math.min(1, (place - at.get(low)) / width)) : 0;
        return curve.getValues().get(low)
                + part * (curve.getValues().get(high) - curve.getValues().get(low));
    }
}
