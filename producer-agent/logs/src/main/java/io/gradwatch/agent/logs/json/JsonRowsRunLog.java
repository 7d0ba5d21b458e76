package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.names.TagFile;
import io.gradwatch.agent.logs.run.LogRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in a JSON file that is written as a whole: a list of rows, an object of lists such as Keras'
 * {@code history.json}, an object of rows by their epochs. Rows of a list are read one at a time; lists of an object
 * are in memory, 5,000,000 values at most.
 */
public final class JsonRowsRunLog extends WholeJsonRunLog {

    /** Own choice: 80 MB of numbers. */
    private static final int MOST_VALUES = 5_000_000;

    private final String tag;
    private final Deque<Map<String, String>> waiting = new ArrayDeque<>();
    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private final Map<String, String> scalars = new LinkedHashMap<>();
    private int values;
    private boolean inList;

    public JsonRowsRunLog(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        super(file, () -> parser(file), runId, new LogNames(mapped), "", Map.of());
        this.tag = TagFile.name(String.valueOf(file.getFileName())).orElse("value");
    }

    private static JsonParser parser(Path file) throws IOException, UnreadableLogException {
        return JsonHead.isPython(LogHead.of(file))
                ? PythonText.parser(file)
                : JsonCells.FACTORY.createParser(file.toFile());
    }

    @Override
    Optional<LogRow> read() throws IOException, UnreadableLogException {
        while (waiting.isEmpty() && !ended) {
            readOn();
        }
        if (waiting.isEmpty()) {
            require(names.problemAtEnd());
            return Optional.empty();
        }
        try {
            return Optional.of(rowOrSilent(values(waiting.remove(), says -> problem(says, null))));
        } catch (WrongRowException e) {
            throw e.problem();
        }
    }

    /** Reads on until a row waits, or to the end. */
    private void readOn() throws IOException {
        JsonToken token = parser.nextToken();
        if (inList && token == JsonToken.END_ARRAY) {
            inList = false;
        } else if (inList) {
            element(token);
        } else if (token == null) {
            ended = true;
        } else if (token == JsonToken.START_ARRAY) {
            inList = true;
        } else if (token == JsonToken.START_OBJECT) {
            object("");
            columnsToRows();
        } else {
            parser.skipChildren();
        }
    }

    private void element(JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            waiting.add(JsonCells.at(parser));
        } else if (token == JsonToken.START_ARRAY) {
            point();
        } else {
            parser.skipChildren();
        }
    }

    /** {@code [wall time, step, value]}, as TensorBoard's page saves a tag; what is nested otherwise is left out. */
    private void point() throws IOException {
        List<String> numbers = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            numbers.add(
                    token.isScalarValue() && token != JsonToken.VALUE_NULL
                            ? parser.getText().strip()
                            : "");
            parser.skipChildren();
        }
        if (numbers.size() == 3) {
            Map<String, String> cells = new LinkedHashMap<>();
            cells.put("wall_time", numbers.get(0));
            cells.put("step", numbers.get(1));
            cells.put(tag, numbers.get(2));
            waiting.add(cells);
        }
    }

    private void object(String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String name = prefix + key;
            switch (parser.nextToken()) {
                case START_OBJECT -> {
                    if (prefix.isEmpty() && LoggedNumber.parse(key).isPresent()) {
                        Map<String, String> cells = new LinkedHashMap<>(Map.of("epoch", key));
                        cells.putAll(JsonCells.at(parser));
                        waiting.add(cells);
                    } else {
                        object(name + "/");
                    }
                }
                case START_ARRAY -> list(name);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING ->
                    scalars.put(name, parser.getText().strip());
                default -> parser.skipChildren();
            }
        }
    }

    private void list(String name) throws IOException {
        List<String> column = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                waiting.add(JsonCells.at(parser));
            } else if (token.isScalarValue()) {
                count();
                column.add(token == JsonToken.VALUE_NULL ? "" : parser.getText().strip());
            } else {
                parser.skipChildren();
            }
        }
        if (!column.isEmpty()) {
            columns.put(name, column);
        }
    }

    private void count() throws IOException {
        if (++values > MOST_VALUES) {
            throw new IOException("it has more than " + MOST_VALUES + " values in lists");
        }
    }

    /** The lists of an object are columns; those that are shorter than the longest are of its first rows. */
    private void columnsToRows() {
        int rows = columns.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < rows; i++) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> column : columns.entrySet()) {
                if (i < column.getValue().size()) {
                    cells.put(column.getKey(), column.getValue().get(i));
                }
            }
            waiting.add(cells);
        }
        if (rows == 0 && waiting.isEmpty() && !scalars.isEmpty()) {
            waiting.add(new LinkedHashMap<>(scalars));
        }
        columns.clear();
        scalars.clear();
    }
}
