package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * A run in a {@code trainer_state.json} of Hugging Face Transformers: the entries of its {@code log_history} are the
 * rows. Entries with {@code eval_} values are evaluations, the closing summary of the training is neither, everything
 * else is a step.
 */
public final class TrainerStateRunLog extends WholeJsonRunLog {

    private static final String HISTORY = "log_history";
    private static final String EVALUATION_PREFIX = "eval_";
    /** Value of the entry that sums the training up, and is no step. */
    private static final String SUMMARY = "train_runtime";
    /** Durations of an evaluation, which say nothing of the model. */
    private static final Set<String> TIMINGS = Set.of(
            "runtime", "samples_per_second", "steps_per_second", "jit_compilation_time", "model_preparation_time");

    private static final int LONGEST_TEXT_CHARS = 1 << 20;
    private static final int LONGEST_PARAMETER_CHARS = 1_000;
    /** Python writes NaN, Infinity and -Infinity without quotes. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT_CHARS)
                    .build())
            .build();

    private boolean inHistory;

    public TrainerStateRunLog(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        super(
                file,
                () -> FACTORY.createParser(file.toFile()),
                runId,
                new LogNames(mapped, Set.of(LogSignal.TIME)),
                "transformers",
                hyperparameters(file));
    }

    @Override
    Optional<LogRow> read() throws IOException, UnreadableLogException {
        if (ended) {
            return Optional.empty();
        }
        if (!inHistory) {
            findHistory();
            inHistory = true;
        }
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            readToEnd();
            ended = true;
            require(names.missing());
            return Optional.empty();
        }
        return Optional.of(entry());
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

    private void readToEnd() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            parser.skipChildren();
        }
    }

    private LogRow entry() throws IOException, UnreadableLogException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw problem("an entry of " + HISTORY + " was " + found() + "; expected an object", null);
        }
        RowValues values = new RowValues();
        boolean summary = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            OptionalDouble value = value(parser.nextToken());
            LogNames.Meaning meaning = names.of(name);
            if (value.isPresent() && (!meaning.isSignal() || meaning.signal().takes(value.getAsDouble()))) {
                summary |= name.equals(SUMMARY);
                if (!name.equals(SUMMARY) && !isTiming(name)) {
                    meaning.use().put(values, value.getAsDouble());
                }
            } else if (meaning.isSignal() && parser.currentToken() != JsonToken.VALUE_NULL) {
                throw problem(
                        Shown.text(name) + " was " + found() + "; expected "
                                + meaning.signal().expected(),
                        null);
            }
            parser.skipChildren();
        }
        return summary ? silentRow(values) : row(values);
    }

    private static boolean isTiming(String name) {
        return name.startsWith(EVALUATION_PREFIX) && TIMINGS.stream().anyMatch(name::endsWith);
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
