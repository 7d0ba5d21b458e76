package io.gradwatch.agent.clean;

import io.gradwatch.schema.Layer;
import io.gradwatch.schema.MetricDefinition;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the values of a run description fit to be sent, with a line in the log for each that had to change. */
public final class CleanValues {

    private static final System.Logger LOG = System.getLogger(CleanValues.class.getName());
    private static final int SHOWN_CHARACTERS = 80;
    private static final int MAX_DEVICES = 1_024;
    private static final int MAX_HYPERPARAMETERS = 1_000;
    private static final int MAX_LAYERS = 10_000;
    private static final int MAX_TAGS = 64;
    private static final int MAX_DEFINITIONS = 256;

    private CleanValues() {}

    public static String text(String what, String value, int maxCharacters) {
        String clean = CleanText.of(value, maxCharacters);
        if (value != null && !clean.equals(value)) {
            LOG.log(
                    Level.WARNING,
                    "The {0} had {1} characters or held control characters; it is now: {2}",
                    what,
                    value.length(),
                    CleanText.of(clean, SHOWN_CHARACTERS));
        }
        return clean;
    }

    public static String textOrNull(String what, String value) {
        String clean = text(what, value, Limits.NAME_CHARACTERS);
        return clean.isEmpty() ? null : clean;
    }

    public static Integer atLeast(String what, Integer value, int least) {
        if (value != null && value < least) {
            LOG.log(Level.WARNING, "The {0} was {1} but it must be at least {2}; it is left out.", what, value, least);
            return null;
        }
        return value;
    }

    public static Double finite(String what, Double value) {
        if (value != null && !Double.isFinite(value)) {
            LOG.log(Level.WARNING, "The {0} was {1} but it must be finite; it is left out.", what, value);
            return null;
        }
        return value;
    }

    public static List<String> texts(List<String> values) {
        return bounded("devices", values, MAX_DEVICES).stream()
                .map(value -> text("device", value, Limits.NAME_CHARACTERS))
                .toList();
    }

    /** Each once, in their order, without those that say nothing. */
    public static List<String> tags(List<String> tags) {
        Set<String> clean = new LinkedHashSet<>();
        for (String tag : bounded("tags", tags, MAX_TAGS)) {
            clean.add(text("tag", tag, Limits.NAME_CHARACTERS));
        }
        clean.remove("");
        return List.copyOf(clean);
    }

    static List<MetricDefinition> definitions(List<MetricDefinition> definitions) {
        return bounded("definitions of metrics", definitions, MAX_DEFINITIONS).stream()
                .map(one -> new MetricDefinition(
                        CleanText.of(one.getName(), Limits.NAME_CHARACTERS),
                        CleanText.of(one.getSummary(), Limits.NAME_CHARACTERS),
                        CleanText.of(one.getGoal(), Limits.NAME_CHARACTERS),
                        CleanText.of(one.getStepMetric(), Limits.NAME_CHARACTERS),
                        one.getHidden()))
                .toList();
    }

    public static Map<String, String> entries(Map<String, String> values) {
        Map<String, String> clean = new LinkedHashMap<>();
        List<Map.Entry<String, String>> all = values == null ? List.of() : new ArrayList<>(values.entrySet());
        for (Map.Entry<String, String> entry : bounded("hyper-parameters", all, MAX_HYPERPARAMETERS)) {
            clean.put(
                    text("name of a hyper-parameter", entry.getKey(), Limits.NAME_CHARACTERS),
                    text("value of a hyper-parameter", entry.getValue(), Limits.VALUE_CHARACTERS));
        }
        return clean;
    }

    public static List<Layer> layers(List<Layer> layers) {
        return bounded("layers", layers, MAX_LAYERS).stream()
                .filter(Objects::nonNull)
                .map(layer -> new Layer(
                        text("name of a layer", layer.getName(), Limits.NAME_CHARACTERS),
                        text("type of a layer", layer.getType(), Limits.NAME_CHARACTERS),
                        Math.max(0, layer.getParameters()),
                        text("activation of a layer", layer.getActivation(), Limits.NAME_CHARACTERS)))
                .toList();
    }

    /** The first values, at most as many as given; none for null. */
    public static <T> List<T> bounded(String what, List<T> values, int most) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > most) {
            LOG.log(Level.WARNING, "Of {0} {1} the first {2} are kept.", values.size(), what, most);
            return values.subList(0, most);
        }
        return values;
    }

    /** Named values of a step or an evaluation, without those that have no name or no value. */
    public static Map<String, Double> metrics(Map<String, Double> metrics) {
        Map<String, Double> clean = new LinkedHashMap<>();
        if (metrics != null) {
            metrics.forEach((name, value) -> {
                if (name != null && value != null && clean.size() < Limits.METRICS) {
                    clean.put(CleanText.of(name, Limits.NAME_CHARACTERS), value);
                }
            });
        }
        return clean;
    }

    /** All values; none where there are too many: the first of them would be another shape, or other counts. */
    public static <T> List<T> whole(String what, List<T> values, int most) {
        if (values == null) {
            return List.of();
        }
        List<T> whole = wholeOrNone(values, most);
        if (whole.size() < values.size()) {
            LOG.log(
                    Level.WARNING,
                    "The {0} {1} are left out: there may be at most {2}, each with its number.",
                    values.size(),
                    what,
                    most);
        }
        return whole;
    }

    /** The same without a word, for what comes at every step. */
    static <T> List<T> wholeOrNone(List<T> values, int most) {
        return values == null || values.size() > most || values.stream().anyMatch(Objects::isNull)
                ? List.of()
                : List.copyOf(values);
    }
}
