package io.gradwatch.detection.sketch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The numbers of a run that judges look at: those of its training loss, of its validation loss and of its gradient norm
 * ({@link SeriesFeature}), and those of the run ({@link RunFeature}).
 */
public final class Features {

    private static final String[] SERIES = {"loss", "validation", "gradient"};
    private static final SeriesFeature[] OF_SERIES = SeriesFeature.values();
    private static final RunFeature[] OF_RUN = RunFeature.values();
    private static final List<String> ALL = list();

    private Features() {}

    /** Names of all features, in kebab case, in the order of their values. */
    public static List<String> all() {
        return ALL;
    }

    /**
     * Computes the values.
     *
     * @param out takes one value a feature, NaN where unknown
     */
    public static void of(RunSketch run, float[] out) {
        RunShape shape = new RunShape(run);
        SeriesShape[] series = {shape.loss, shape.validation, shape.gradient};
        int at = 0;
        for (SeriesShape one : series) {
            for (SeriesFeature feature : OF_SERIES) {
                out[at++] = bounded(feature.of(one));
            }
        }
        for (RunFeature feature : OF_RUN) {
            out[at++] = bounded(feature.of(shape));
        }
    }

    /** Judges know no infinity, and what is that far out is far out. */
    private static float bounded(double value) {
        return (float) Math.max(-1e6, Math.min(1e6, value));
    }

    private static List<String> list() {
        List<String> all = new ArrayList<>();
        for (String series : SERIES) {
            for (SeriesFeature feature : OF_SERIES) {
                all.add(series + "-" + name(feature));
            }
        }
        for (RunFeature feature : OF_RUN) {
            all.add(name(feature));
        }
        return List.copyOf(all);
    }

    private static String name(Enum<?> feature) {
        return feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
