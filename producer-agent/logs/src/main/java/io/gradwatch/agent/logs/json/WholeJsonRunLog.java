package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.NamedRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A run in a JSON file that is written anew as a whole each time. */
abstract class WholeJsonRunLog extends NamedRows {

    /** Opens a parser. */
    @FunctionalInterface
    interface Opening {
        JsonParser open() throws IOException, UnreadableLogException;
    }

    final Path file;
    final JsonParser parser;
    boolean ended;

    WholeJsonRunLog(
            Path file,
            Opening opening,
            String runId,
            LogNames names,
            String framework,
            Map<String, String> hyperparameters)
            throws UnreadableLogException {
        super(runId, names, framework, hyperparameters);
        this.file = file;
        try {
            this.parser = opening.open();
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    @Override
    public final Optional<LogRow> next() throws UnreadableLogException {
        try {
            return read();
        } catch (IOException e) {
            ended = true;
            String says = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.toString();
            throw problem(
                    "is not whole JSON: " + Shown.text(says.lines().findFirst().orElse("")), e);
        }
    }

    /** The next row; empty after the last one. */
    abstract Optional<LogRow> read() throws IOException, UnreadableLogException;

    /** A problem of the line at hand. */
    final UnreadableLogException problem(String says, Throwable cause) {
        return new UnreadableLogException(file, parser.currentLocation().getLineNr(), says, cause);
    }

    /** @throws UnreadableLogException where anything is wrong with the log as a whole */
    final void require(Optional<String> wrong) throws UnreadableLogException {
        if (wrong.isPresent()) {
            throw new UnreadableLogException(file, 0, wrong.get());
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }
}
