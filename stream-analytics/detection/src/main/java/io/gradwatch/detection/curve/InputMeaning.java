package io.gradwatch.detection.curve;

import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import java.util.List;
import java.util.Locale;

/** Meaning of the numbers that enter a network, by what its run declares. */
public final class InputMeaning {

    private static final List<String> SCALING_LAYERS = List.of("norm", "scal", "embed");

    private InputMeaning() {}

    /**
     * True where the network is made for numbers as they are: its first layer scales or looks them up, or it is a
     * language model and the numbers are ids of tokens.
     *
     * @param minimum the smallest element
     * @param maximum the largest element
     */
    public static boolean takesAnything(RunStarted run, double minimum, double maximum) {
        List<Layer> layers = run.getLayers();
        String first = layers.isEmpty() ? "" : layers.get(0).getType().toLowerCase(Locale.ROOT);
        if (SCALING_LAYERS.stream().anyMatch(first::contains)) {
            return true;
        }
        boolean whole = minimum == Math.rint(minimum) && maximum == Math.rint(maximum);
        boolean looksUp = "language-model".equals(run.getObjective())
                || layers.stream()
                        .anyMatch(layer ->
                                layer.getType().toLowerCase(Locale.ROOT).contains("embed"));
        return whole && looksUp;
    }
}
