package io.gradwatch.detection.engine.state;

import io.gradwatch.admission.CheckpointPath;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunStarted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Bounds what a job calls things and takes out what is not printable. Markup stays as it is: each channel escapes it
 * for itself.
 */
public final class PrintableText {

    /** Longest name in an alert, characters. */
    public static final int NAME_CHARACTERS = 200;

    /** Longest sentence in an alert, characters. */
    static final int SENTENCE_CHARACTERS = 600;

    private static final int MOST_DEVICES = 64;
    private static final int MOST_HYPERPARAMETERS = 256;
    private static final int MOST_LAYERS = 4096;
    private static final int MOST_REFERENCES = 32;
    private static final int MOST_TAGS = 64;
    private static final int MOST_POINTS = 256;
    private static final long DAY_MILLIS = 86_400_000;

    private PrintableText() {}

    /** A name of at most {@link #NAME_CHARACTERS}; empty for null. */
    public static String name(String text) {
        return clean(text, NAME_CHARACTERS);
    }

    /** A sentence of at most {@link #SENTENCE_CHARACTERS}; empty for null. */
    public static String sentence(String text) {
        return clean(text, SENTENCE_CHARACTERS);
    }

    /** A path of a checkpoint of at most {@link CheckpointPath#CHARACTERS}. */
    static String path(String text) {
        return clean(CheckpointPath.bounded(text), CheckpointPath.CHARACTERS);
    }

    /** The same declaration with bounded names, lists and numbers. */
    static RunStarted declaration(RunStarted started) {
        Map<String, String> hyperparameters = new LinkedHashMap<>();
        orEmpty(started.getHyperparameters()).entrySet().stream()
                .limit(MOST_HYPERPARAMETERS)
                .forEach(entry -> hyperparameters.put(name(entry.getKey()), name(entry.getValue())));
        return new RunStarted(
                name(started.getName()),
                name(started.getProject()),
                name(started.getOwner()),
                name(started.getHost()),
                orEmpty(started.getDevices()).stream()
                        .limit(MOST_DEVICES)
                        .map(PrintableText::name)
                        .toList(),
                name(started.getFramework()),
                name(started.getFrameworkVersion()),
                Math.max(1, started.getWorldSize()),
                hyperparameters,
                orEmpty(started.getLayers()).stream()
                        .limit(MOST_LAYERS)
                        .map(layer -> new Layer(
                                name(layer.getName()),
                                name(layer.getType()),
                                layer.getParameters(),
                                name(layer.getActivation())))
                        .toList(),
                started.getClasses(),
                started.getObjective() == null ? null : name(started.getObjective()),
                started.getGoalError(),
                started.getReference() == null ? null : name(started.getReference()),
                Math.min(DAY_MILLIS, Math.max(0, started.getHeartbeatIntervalMillis())),
                started.getSingleBatch(),
                started.getBaselineLoss(),
                orEmpty(started.getReferences()).stream()
                        .limit(MOST_REFERENCES)
                        .map(PrintableText::reference)
                        .toList(),
                orEmpty(started.getTags()).stream()
                        .limit(MOST_TAGS)
                        .map(PrintableText::name)
                        .toList(),
                sentence(started.getNotes()),
                name(started.getGroup()),
                // No detector asks for what is drawn or for results.
                List.of(),
                Map.of());
    }

    /** The same curve with a bounded name and number of points. */
    public static ReferenceCurve reference(ReferenceCurve curve) {
        List<Double> places = orEmpty(curve.getAt());
        List<Double> values = orEmpty(curve.getValues());
        return new ReferenceCurve(
                name(curve.getName()),
                curve.getSignal(),
                curve.getAxis(),
                places.subList(0, Math.min(MOST_POINTS, places.size())),
                values.subList(0, Math.min(MOST_POINTS, values.size())));
    }

    private static String clean(String text, int limit) {
        if (text == null) {
            return "";
        }
        if (text.length() <= limit && allPrintable(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder(limit);
        String head = text.length() <= 4 * limit ? text : text.substring(0, 4 * limit);
        head.codePoints().forEach(c -> kept.appendCodePoint(printable(c) ? c : ' '));
        String flat = kept.toString().strip().replaceAll(" {2,}", " ");
        return flat.length() <= limit ? flat : flat.substring(0, flat.offsetByCodePoints(0, whole(flat, limit))) + "…";
    }

    private static int whole(String text, int limit) {
        return text.codePointCount(0, limit - 2);
    }

    /** A loop, because every record's run id is looked at, and a stream costs as much as a detector. */
    private static boolean allPrintable(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!printable(text.codePointAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return Objects.requireNonNullElse(map, Map.of());
    }
}
