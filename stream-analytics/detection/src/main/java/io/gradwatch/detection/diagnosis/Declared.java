package io.gradwatch.detection.diagnosis;

import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Means against over-fitting that a run declares, read from its hyper-parameters and layers.
 *
 * @param weightDecay whether weights decay, or have an L1 or L2 penalty
 * @param dropout whether a layer or a setting drops activations
 * @param normalization whether a layer normalizes activations
 * @param augmentation whether the data are augmented
 */
public record Declared(boolean weightDecay, boolean dropout, boolean normalization, boolean augmentation) {

    private static final Set<String> OFF = Set.of("", "0", "false", "none", "null", "no", "off");

    /** Read off the declaration of a run. */
    public static Declared of(RunStarted run) {
        return new Declared(
                has(run, "weightdecay", "l2", "l1", "regularization"),
                has(run, "dropout") || layer(run, "dropout"),
                has(run, "batchnorm", "layernorm") || layer(run, "normalization") || layer(run, "norm"),
                has(run, "augment"));
    }

    private static boolean has(RunStarted run, String... names) {
        for (Map.Entry<String, String> entry : run.getHyperparameters().entrySet()) {
            String key = entry.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
            for (String name : names) {
                boolean named = name.length() <= 2 ? key.equals(name) : key.contains(name);
                if (named && on(entry.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean on(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        return !OFF.contains(text) && !text.matches("[0.,]+(e[-+]?\\d+)?");
    }

    private static boolean layer(RunStarted run, String word) {
        for (Layer layer : run.getLayers()) {
            if (layer.getType().toLowerCase(Locale.ROOT).contains(word)) {
                return true;
            }
        }
        return false;
    }
}
