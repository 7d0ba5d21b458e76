package io.gradwatch.detection.sketch;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.RunCurves;
import java.util.List;

/** The numbers of a run that the judges look at. */
public final class Features {

    private static final List<Feature> ALL = List.of(
            Feature.free("count"),
            Feature.free("noise"),
            Feature.free("excursion"),
            Feature.free("record"),
            Feature.free("last"),
            Feature.free("best"),
            Feature.free("rise"),
            Feature.free("equal"),
            Feature.free("gradient"),
            Feature.free("validation-rise"),
            Feature.free("exposure"),
            Feature.free("negative"));

    private Features() {}

    /** All features, in the order of their values. */
    public static List<Feature> all() {
        return ALL;
    }

    /**
     * Computes the values.
     *
     * @param out takes one value a feature, NaN where unknown
     */
    public static void of(RunCurves curves, float[] out) {
        LossCurve loss = curves.loss;
        double best = loss.bestBlock == Double.POSITIVE_INFINITY ? Double.NaN : loss.scaled(loss.bestBlock);
        double level = loss.recent.size() < 3 ? Double.NaN : loss.scaled(loss.recent.median(3));
        double first = loss.scaled(loss.start.level);
        out[0] = (float) Math.log1p(loss.count);
        out[1] = (float) Math.log(loss.noise() + 1e-6);
        out[2] = (float) loss.excursion;
        out[3] = (float) loss.record;
        out[4] = (float) (level - first);
        out[5] = (float) (best - first);
        out[6] = (float) (level - best);
        out[7] = (float) Math.log1p(loss.equal);
        out[8] = (float)
                (curves.gradient.count < 3
                        ? Double.NaN
                        : Math.log(curves.gradient.recent.median(3) + 1e-9) - curves.gradient.first.mean);
        out[9] = (float)
                (curves.score.losses.size() < 3
                        ? Double.NaN
                        : curves.score.losses.median(3) / Math.max(1e-9, curves.score.bestLoss));
        out[10] = (float) loss.exposure();
        out[11] = (float) loss.negative / Math.max(1, loss.count);
    }
}
