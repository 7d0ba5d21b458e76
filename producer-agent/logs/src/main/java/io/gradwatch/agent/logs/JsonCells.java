package io.gradwatch.agent.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers and texts of JSON objects, flat: the keys of nested objects are joined with slashes; lists, true, false
 * and null are left out. Where a text says of which data the object is ({@code "mode": "val"}), its values are of that
 * data, as if their names began with it.
 */
final class JsonCells {

    private static final int DEEPEST = 20;
    private static final int MOST_STARTS = 3;
    private static final int LONGEST_NAME_CHARS = 1_000;
    private static final Set<LogSignal> OF_THE_ROW = EnumSet.of(LogSignal.STEP, LogSignal.EPOCH, LogSignal.TIME);
    private static final String TYPE = "_type";
    private static final String EPOCH_MEANS = "train_epoch";
    private static final List<String> NAMES_SPLIT = List.of("mode", "phase", "split", "stage", "_type");
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
    static Map<String, String> of(String text) throws IOException {
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
        return split(cells).map(split -> under(split.word(), cells)).orElse(cells);
    }

    private void object(String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> object(name + "/");
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING ->
                    cells.put(name, parser.getText().strip());
                case START_ARRAY -> list(name);
                default -> parser.skipChildren();
            }
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

    private static Optional<LogSplit> split(Map<String, String> cells) {
        return NAMES_SPLIT.stream()
                .filter(cells::containsKey)
                .findFirst()
                .flatMap(name -> LogSplit.named(cells.get(name))
                        .or(() -> LogSplit.of(cells.get(name)).map(LogSplit.Metric::split)))
                .filter(split -> split != LogSplit.TRAIN);
    }

    private static Map<String, String> under(String word, Map<String, String> cells) {
        Map<String, String> result = new LinkedHashMap<>();
        cells.forEach((name, value) -> {
            Optional<LogSignal> signal = LogSignal.spelled(name);
            boolean ofTheRow = signal.isPresent() && OF_THE_ROW.contains(signal.get());
            boolean told = LogSplit.of(name).isPresent();
            result.put(ofTheRow || told ? name : word + "/" + name, value);
        });
        return result;
    }
}
