package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.schema.Telemetry;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Log of rows whose values have names: common part of the readers of all formats. */
public abstract class NamedRows implements RunLog {

    protected final LogNames names;
    protected final RowEvents events;
    protected final LeftOut leftOut = new LeftOut();
    private final Telemetry started;
    private long rows;

    protected NamedRows(String runId, LogNames names) {
        this(runId, names, "", Map.of());
    }

    /**
     * @param framework that wrote the log; empty where the log does not say
     * @param hyperparameters that the log declares
     */
    protected NamedRows(String runId, LogNames names, String framework, Map<String, String> hyperparameters) {
        this.names = names;
        this.events = new RowEvents(runId, names);
        this.started = events.started(framework, hyperparameters);
    }

    @Override
    public final Telemetry started() {
        return started;
    }

    @Override
    public Optional<Understanding> understanding() {
        return Optional.of(leftOut.in(events.understanding(leftOut.count())));
    }

    /** Number of the rows that were read. */
    protected final long rows() {
        return rows;
    }

    /**
     * Values of the cells of a row; an empty cell was not logged.
     *
     * @param cells texts by their names
     * @param problem makes the exception of a message about the row at hand
     * @throws WrongRowException when a signal cannot have the value of its cell
     */
    protected final RowValues values(Map<String, String> cells, Function<String, UnreadableLogException> problem)
            throws WrongRowException {
        names.meet(cells.keySet());
        RowValues values = new RowValues();
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            LogNames.Meaning meaning = names.of(cell.getKey());
            if (!cell.getValue().isEmpty() && !meaning.put(values, cell.getValue())) {
                throw new WrongRowException(problem.apply(meaning.wrong(cell.getKey(), cell.getValue())));
            }
        }
        return values;
    }

    protected final LogRow row(RowValues values) {
        return events.row(rows++, values);
    }

    /** Row without an event, such as a summary of the training. */
    protected final LogRow silentRow(RowValues values) {
        return events.silentRow(rows++, values);
    }

    /** Row that has events only where its values tell any. */
    protected final LogRow rowOrSilent(RowValues values) {
        return values.tellsOfTraining() || values.tellsOfEvaluation() ? row(values) : silentRow(values);
    }
}
