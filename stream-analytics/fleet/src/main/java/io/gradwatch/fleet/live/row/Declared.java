package io.gradwatch.fleet.live.row;

import io.gradwatch.schema.RunStarted;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Part of the declaration of a run that lists need.
 *
 * @param words tags, notes and group, in lower case, to be searched
 * @param config hyper-parameters by name
 * @param results by name
 */
public record Declared(String words, Map<String, String> config, Map<String, Double> results) {

    /** Of a run that made no declaration. */
    public static final Declared NOTHING = new Declared("", Map.of(), Map.of());

    /** Characters of tags and notes that are searched. Own choice. */
    private static final int MOST_WORDS = 2_000;

    /** @param started declaration of the run; null where it made none */
    public static Declared of(RunStarted started) {
        return started == null
                ? NOTHING
                : new Declared(
                        words(started),
                        shared(started.getHyperparameters(), String::intern),
                        shared(started.getSummary(), Function.identity()));
    }

    private static String words(RunStarted started) {
        String all = String.join(" ", started.getTags()) + " " + started.getNotes() + " " + started.getGroup();
        return all.substring(0, Math.min(MOST_WORDS, all.length()))
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** Most runs have the same names, and many the same values: each is kept once. */
    private static <T> Map<String, T> shared(Map<String, T> map, Function<T, T> value) {
        return map.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().intern(), entry -> value.apply(entry.getValue())));
    }
}
