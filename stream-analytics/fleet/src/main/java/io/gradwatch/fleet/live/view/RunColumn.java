package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Words;
import java.util.Arrays;
import java.util.Optional;

/**
 * A column of the list of runs: a field of the row, or a hyper-parameter, series or result by the job's own name, as in
 * {@code config.optimizer}, {@code metric.train-val/loss} and {@code result.accuracy}. A name without such a beginning
 * that is no field is looked for in all three.
 *
 * @param name of the field in lower case, or the job's own name
 */
public record RunColumn(Kind kind, String name) {

    /** Longest name of a column, characters: names from jobs are cut to fewer. */
    public static final int MOST_CHARACTERS = 240;

    /** Description of a column, for messages. */
    public static final String EXPECTED =
            "a column: " + String.join(", ", Words.all(RunField.class)) + ", or config., metric. or result. and a name";

    /** Origin of the values of a column. */
    public enum Kind {
        FIELD,
        CONFIG,
        METRIC,
        RESULT,
        ANY;

        private boolean hasPrefix() {
            return this != FIELD && this != ANY;
        }

        private String prefix() {
            return Words.of(this) + ".";
        }
    }

    /**
     * Reads a column.
     *
     * @throws IllegalArgumentException where the text is empty or too long
     */
    public static RunColumn of(String text) {
        if (text.isBlank() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.hasPrefix() && text.startsWith(kind.prefix()))
                .findFirst()
                .map(kind -> new RunColumn(kind, text.substring(kind.prefix().length())))
                .orElseGet(() -> new RunColumn(field(text).isPresent() ? Kind.FIELD : Kind.ANY, text));
    }

    /** The field; only of a column of that kind. */
    public RunField field() {
        return field(name).orElseThrow();
    }

    private static Optional<RunField> field(String name) {
        return Arrays.stream(RunField.values())
                .filter(field -> Words.of(field).equals(name))
                .findFirst();
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return kind.hasPrefix() ? kind.prefix() + name : name;
    }
}
