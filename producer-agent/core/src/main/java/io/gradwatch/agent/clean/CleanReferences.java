package io.gradwatch.agent.clean;

import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Makes the reference curves of a run description fit to be sent; those that cannot be used are left out. */
public final class CleanReferences {

    static final int MAX_CURVES = 32;
    static final int MAX_POINTS = 256;

    private static final System.Logger LOG = System.getLogger(CleanReferences.class.getName());

    private CleanReferences() {}

    public static List<ReferenceCurve> of(List<ReferenceCurve> curves) {
        List<ReferenceCurve> clean = new ArrayList<>();
        for (ReferenceCurve curve : CleanValues.bounded("reference curves", curves, MAX_CURVES)) {
            if (curve != null) {
                add(clean, curve);
            }
        }
        return List.copyOf(clean);
    }

    private static void add(List<ReferenceCurve> clean, ReferenceCurve curve) {
        String name = CleanValues.text("name of a reference curve", curve.getName(), Limits.NAME_CHARACTERS);
        List<Double> at = curve.getAt() == null ? List.of() : curve.getAt();
        List<Double> values = curve.getValues() == null ? List.of() : curve.getValues();
        String problem = problem(at, values);
        if (problem != null) {
            LOG.log(Level.WARNING, "The reference curve {0} {1}; it is left out.", name, problem);
            return;
        }
        clean.add(new ReferenceCurve(
                name,
                curve.getSignal() == null ? CurveSignal.UNKNOWN : curve.getSignal(),
                curve.getAxis() == null ? CurveAxis.UNKNOWN : curve.getAxis(),
                thinned(at),
                thinned(values)));
    }

    /** Problem of the points; null where there is none. */
    private static String problem(List<Double> at, List<Double> values) {
        boolean level = at.isEmpty() && values.size() == 1;
        if (values.isEmpty() || (at.size() != values.size() && !level)) {
            return "has " + at.size() + " places and " + values.size()
                    + " values but must have as many of each, or one value without a place";
        }
        if (!allFinite(at) || !allFinite(values)) {
            return "has a place or a value that is no finite number";
        }
        for (int i = 1; i < at.size(); i++) {
            if (at.get(i) <= at.get(i - 1)) {
                return "has the place " + at.get(i) + " behind " + at.get(i - 1) + " but places must ascend";
            }
        }
        return null;
    }

    private static boolean allFinite(List<Double> numbers) {
        return numbers.stream().allMatch(number -> number != null && Double.isFinite(number));
    }

    /** Evenly chosen points with the first and the last among them: half of a curve would be no reference. */
    private static List<Double> thinned(List<Double> points) {
        if (points.size() <= MAX_POINTS) {
            return List.copyOf(points);
        }
        List<Double> chosen = new ArrayList<>(MAX_POINTS);
        for (long i = 0; i < MAX_POINTS; i++) {
            chosen.add(points.get((int) (i * (points.size() - 1) / (MAX_POINTS - 1))));
        }
        return List.copyOf(chosen);
    }
}
