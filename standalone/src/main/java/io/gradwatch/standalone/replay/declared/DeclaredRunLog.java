package io.gradwatch.standalone.replay.declared;

import io.gradwatch.agent.logs.LogRow;
import io.gradwatch.agent.logs.RunLog;
import io.gradwatch.agent.logs.UnreadableLogException;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import java.util.Optional;

/** A log whose run is declared as a person says. */
public final class DeclaredRunLog implements RunLog {

    private final RunLog log;
    private final Telemetry started;

    /** @param log is closed with this */
    public DeclaredRunLog(RunLog log, Declarations declared) {
        this.log = log;
        Telemetry told = log.started();
        RunStarted run = declared.apply(told.getOrigin().getRunId(), (RunStarted) told.getEvent());
        this.started = new Telemetry(told.getOrigin(), run);
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        return log.next();
    }

    @Override
    public void close() {
        log.close();
    }
}
