package io.gradwatch.fleet.api;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Words of the API and of the history for constants: their names in lower case. */
public final class Words {

    private Words() {}

    /** Word of a constant; null for null. */
    public static String of(Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    /** Words of all constants, in their order. */
    public static List<String> all(Class<? extends Enum<?>> type) {
        return Stream.of(type.getEnumConstants()).map(Words::of).toList();
    }

    /** Constant of a word. */
    public static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
