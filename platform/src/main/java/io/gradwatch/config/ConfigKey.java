package io.gradwatch.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A key of the configuration, declared once, beside the code that uses it.
 *
 * @param name kebab case, relative to the section that holds it
 * @param expected form of a value, for messages and the documentation: "a duration such as 30s"
 * @param defaultValue the value where the file and the environment have none; null means that there is no value
 * @param doc one sentence for the documentation, with the unit
 * @param parser from text to value; throws {@link IllegalArgumentException} when the text is not {@code expected}
 * @param <T> type of the value
 */
public record ConfigKey<T>(String name, String expected, T defaultValue, String doc, Parser<T> parser) {

    /** From the text of a value to the value. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * Reads a value.
         *
         * @throws IllegalArgumentException when the text is not one
         */
        T parse(String text);
    }

    /** Any text. */
    public static ConfigKey<String> text(String name, String defaultValue, String doc) {
        return new ConfigKey<>(name, "text", defaultValue, doc, text -> text);
    }

    /** true or false. */
    public static ConfigKey<Boolean> flag(String name, boolean defaultValue, String doc) {
        return new ConfigKey<>(name, "true or false", defaultValue, doc, ConfigKey::parseFlag);
    }

    /** A whole number from {@code minimum} to {@code maximum}, both allowed. */
    public static ConfigKey<Integer> wholeNumber(
            String name, Integer defaultValue, int minimum, int maximum, String doc) {
        return new ConfigKey<>(name, "a whole number", defaultValue, doc, Integer::valueOf)
                .that(value -> value >= minimum && value <= maximum, "from " + minimum + " to " + maximum);
    }

    /** A finite number from {@code minimum} to {@code maximum}, both allowed. */
    public static ConfigKey<Double> number(
            String name, Double defaultValue, double minimum, double maximum, String doc) {
        return new ConfigKey<>(name, "a number", defaultValue, doc, Double::valueOf)
                .that(value -> value >= minimum && value <= maximum, "from " + minimum + " to " + maximum);
    }

    /** A duration of at least {@code minimum}: a number with ms, s, m, h or d. */
    public static ConfigKey<Duration> duration(String name, Duration defaultValue, Duration minimum, String doc) {
        String expected = "a duration such as 500ms, 30s, 5m, 1h or 7d";
        return new ConfigKey<>(name, expected, defaultValue, doc, Units::duration)
                .as(value -> value.compareTo(minimum) >= 0, expected + ", at least " + Units.text(minimum));
    }

    /** A size of at least {@code minimumBytes}: a number with B, KiB, MiB or GiB. */
    public static ConfigKey<Long> bytes(String name, Long defaultValue, long minimumBytes, String doc) {
        return new ConfigKey<>(name, "a size such as 64MiB or 1GiB", defaultValue, doc, Units::bytes)
                .that(value -> value >= minimumBytes, "at least " + minimumBytes + "B");
    }

    /** One of the constants of an enum, in lower case with hyphens. */
    public static <E extends Enum<E>> ConfigKey<E> choice(String name, Class<E> type, E defaultValue, String doc) {
        String choices =
                Arrays.stream(type.getEnumConstants()).map(ConfigKey::kebab).collect(Collectors.joining(", "));
        return new ConfigKey<>(
                name,
                "one of " + choices,
                defaultValue,
                doc,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> kebab(constant).equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    /** The same key whose values must also satisfy {@code condition}, which {@code words} describe. */
    public ConfigKey<T> that(Predicate<T> condition, String words) {
        return as(condition, expected + " " + words);
    }

    /**
     * The same key whose values must also satisfy {@code condition}; {@code words} say all that is expected of them.
     */
    public ConfigKey<T> as(Predicate<T> condition, String words) {
        return new ConfigKey<>(name, words, defaultValue, doc, text -> {
            T value = parser.parse(text);
            if (!condition.test(value)) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Boolean parseFlag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
