package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RowEvents;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/** A run in a {@code trainer_state.json}; see {@link TrainerStateFormat}. */
final class TrainerStateRunLog implements RunLog {

    private static final String HISTORY = "log_history";
    private static final int LONGEST_TEXT_CHARS = 1 << 20;
    private static final int LONGEST_PARAMETER_CHARS = 1_000;
    /** Python writes NaN, Infinity and -Infinity without quotes. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT_CHARS)
                    .build())
            .build();

    private final Path file;
    private final JsonParser parser;
    private final RowEvents events;
    private final Telemetry started;
    private final LogNames names;
    private boolean inHistory;
    private boolean ended;
    private long row;

    private TrainerStateRunLog(Path file, JsonParser parser, String runId, SignalMap mapped) {
        this.file = file;
        this.parser = parser;
        this.names = new LogNames(mapped, Set.of(LogSignal.TIME));
        this.events = new RowEvents(runId, names);
        this.started = events.started("transformers", hyperparameters(file));
    }

    static TrainerStateRunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        try {
            return new TrainerStateRunLog(file, FACTORY.createParser(file.toFile()), runId, mapped);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        if (ended) {
            return Optional.empty();
        }
        try {
            if (!inHistory) {
                findHistory();
                inHistory = true;
            }
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                readToEnd();
                ended = true;
                requireMapped();
                return Optional.empty();
            }
            TrainerStateEntry entry = entry();
            return Optional.of(
                    entry.isSummary() ? events.silentRow(row++, entry.values()) : events.row(row++, entry.values()));
        } catch (IOException e) {
            String says = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.toString();
            throw problem(
                    "is not whole JSON: " + Shown.text(says.lines().findFirst().orElse("")), e);
        }
    }

    @Override
    public Optional<Understanding> understanding() {
        return Optional.of(events.understanding(names, 0));
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }

    private void findHistory() throws IOException, UnreadableLogException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw problem("starts with " + found() + "; expected an object with " + HISTORY, null);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean history = parser.currentName().equals(HISTORY);
            parser.nextToken();
            if (history && parser.currentToken() != JsonToken.START_ARRAY) {
                throw problem(HISTORY + " was " + found() + "; expected a list", null);
            }
            if (history) {
                return;
            }
            parser.skipChildren();
        }
        throw problem("has no " + HISTORY + "; expected a Hugging Face trainer_state.json", null);
    }

    private void requireMapped() throws UnreadableLogException {
        Optional<String> missing = names.missing();
        if (missing.isPresent()) {
            throw new UnreadableLogException(file, 0, missing.get());
        }
    }

    private void readToEnd() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private TrainerStateEntry entry() throws IOException, UnreadableLogException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw problem("an entry of " + HISTORY + " was " + found() + "; expected an object", null);
        }
        TrainerStateEntry entry = new TrainerStateEntry(names);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            OptionalDouble value = value(parser.nextToken());
            read(name, value, entry);
            parser.skipChildren();
        }
        return entry;
    }

    private void read(String name, OptionalDouble value, TrainerStateEntry entry)
            throws IOException, UnreadableLogException {
        LogNames.Meaning meaning = entry.meaning(name);
        if (value.isPresent() && (!meaning.isSignal() || meaning.signal().takes(value.getAsDouble()))) {
            entry.put(name, value.getAsDouble());
        } else if (meaning.isSignal() && parser.currentToken() != JsonToken.VALUE_NULL) {
            throw problem(
                    Shown.text(name) + " was " + found() + "; expected "
                            + meaning.signal().expected(),
                    null);
        }
    }

    private OptionalDouble value(JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> OptionalDouble.of(parser.getDoubleValue());
            case VALUE_STRING -> LoggedNumber.parse(parser.getText().strip());
            default -> OptionalDouble.empty();
        };
    }

    private String found() throws IOException {
        JsonToken token = parser.currentToken();
        return token == null ? "nothing" : "'" + Shown.text(parser.getText()) + "'";
    }

    private UnreadableLogException problem(String says, Throwable cause) {
        return new UnreadableLogException(file, parser.currentLocation().getLineNr(), says, cause);
    }

    /**
     * The plain values at the top of the file. They stand before and after the history, so they are read ahead; what is
     * wrong with the file is told when its rows are read.
     */
    private static Map<String, String> hyperparameters(Path file) {
        Map<String, String> found = new TreeMap<>();
        try (JsonParser ahead = FACTORY.createParser(file.toFile())) {
            if (ahead.nextToken() != JsonToken.START_OBJECT) {
                return found;
            }
            while (ahead.nextToken() == JsonToken.FIELD_NAME) {
                String name = ahead.currentName();
                JsonToken token = ahead.nextToken();
                if (token.isScalarValue()
                        && token != JsonToken.VALUE_NULL
                        && ahead.getTextLength() <= LONGEST_PARAMETER_CHARS) {
                    found.put(name, ahead.getText());
                }
                ahead.skipChildren();
            }
        } catch (IOException e) {
            return found;
        }
        return found;
    }
}
