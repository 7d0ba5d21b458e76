package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.NamedValue;
import io.gradwatch.agent.logs.names.RowSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers and texts of JSON objects, flat: the keys of nested objects are joined with slashes; lists, true, false
 * and null are left out. Where a text says of which data the object is ({@code "mode": "val"}), its values are of that
 * data, as if their names began with it.
 */
public final class JsonCells {

    private static final int DEEPEST = 20;
    private static final int MOST_STARTS = 3;
    private static final int LONGEST_NAME_CHARS = 1_000;
    private static final Pattern PAIR = Pattern.compile("([^/]{1,60})/([^/]{1,60})");
    private static final Pattern PAIR_OF_COUNTS = Pattern.compile("(\\d{1,15})\\s?/\\s?(\\d{1,15})");
    private static final String TYPE = "_type";
    private static final String EPOCH_MEANS = "train_epoch";
    /** Python writes NaN, Infinity and -Infinity without quotes. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(LONGEST_NAME_CHARS)
                    .build())
            .build();

    private final JsonParser parser;
    private final Map<String, String> cells = new LinkedHashMap<>();

    private JsonCells(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads an object.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException when the text is none, or more than one
     */
    public static Map<String, String> of(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonCells cells = new JsonCells(parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(parser, "it does not begin with {");
            }
            cells.object("");
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the object");
            }
            return cells.told();
        }
    }

    /**
     * Reads the object of a line that has more before it or behind it, as loggers put it: {@code json_stats: {...}}. A
     * line that begins with an object is none.
     *
     * @return empty where there is none with any value
     */
    static Optional<Map<String, String>> inLine(String line) {
        if (line.stripLeading().startsWith("{")) {
            // Of a broken object, what is inside it is none of the row.
            return Optional.empty();
        }
        int start = line.indexOf('{');
        int end = line.lastIndexOf('}');
        // A nested text may have braces of its own: the first that begins an object counts.
        for (int tries = 0; start >= 0 && start < end && tries < MOST_STARTS; tries++) {
            try {
                Map<String, String> cells = of(line.substring(start, end + 1));
                return Optional.of(cells).filter(found -> !found.isEmpty());
            } catch (IOException e) {
                start = line.indexOf('{', start + 1);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads the object at which a parser stands, to its end.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException when it is broken
     */
    static Map<String, String> at(JsonParser parser) throws IOException {
        JsonCells cells = new JsonCells(parser);
        cells.object("");
        return cells.told();
    }

    /** The values under names that say their data. */
    private Map<String, String> told() {
        if (EPOCH_MEANS.equals(cells.get(TYPE))) {
            // SlowFast sums an epoch up in a line like those of its iterations, which were rows.
            return Map.of();
        }
        return RowSplit.told(NamedValue.of(cells));
    }

    private void object(String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String name = prefix + key;
            switch (parser.nextToken()) {
                case START_OBJECT -> object(name + "/");
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> cells.put(name, parser.getText());
                case VALUE_STRING -> text(prefix, key, parser.getText().strip());
                case START_ARRAY -> list(name);
                default -> parser.skipChildren();
            }
        }
    }

    /** A text, which may be two values under two names: {@code "global_step/max_steps": "5/120"}. */
    private void text(String prefix, String key, String value) {
        Matcher names = PAIR.matcher(key);
        Matcher values = PAIR_OF_COUNTS.matcher(value);
        if (names.matches() && values.matches()) {
            cells.put(prefix + names.group(1), values.group(1));
            cells.put(prefix + names.group(2), values.group(2));
        } else {
            cells.put(prefix + key, value);
        }
    }

    /** Lists are left out, but for one of an epoch and a step: NVIDIA's DLLogger counts {@code "step": [0, 100]}. */
    private void list(String name) throws IOException {
        List<String> numbers = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT) {
                numbers.add(parser.getText());
            } else {
                parser.skipChildren();
                numbers.add("");
            }
        }
        boolean counts = numbers.size() == 2
                && !numbers.contains("")
                && LogSignal.spelled(name)
                        .filter(signal -> signal == LogSignal.STEP)
                        .isPresent();
        if (counts) {
            cells.putIfAbsent(LogSignal.EPOCH.id(), numbers.get(0));
            cells.put(name, numbers.get(1));
        }
    }
}
