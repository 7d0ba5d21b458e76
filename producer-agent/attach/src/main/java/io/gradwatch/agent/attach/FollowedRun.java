package io.gradwatch.agent.attach;

import io.gradwatch.access.Host;
import io.gradwatch.agent.attach.file.FollowedLog;
import io.gradwatch.agent.attach.file.ReadRows;
import io.gradwatch.agent.attach.file.StandardInput;
import io.gradwatch.agent.attach.place.LogPlaces;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.relay.RelayedSession;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A run whose files are followed, and what of them was sent. Belongs to one thread. */
final class FollowedRun implements AutoCloseable {

    private static final int MOST_ROWS = 2_000;
    /** A job is not started anew sooner after its last row. */
    private static final Duration RESTART = Duration.ofSeconds(2);
    /** Detection takes three intervals without a sign of life for silence. */
    private static final int SILENT_INTERVALS = 3;

    private final String runId;
    private final AttachSettings settings;
    private final Relay relay;
    private final StateFile memory;
    private final Consumer<String> problems;
    private final Clock clock;
    private final RunFiles files;
    private RunOffsets state;
    private StateFile.Content unfinished;
    private RelayedSession session;
    private boolean caughtUp;
    /** True if no process has sent anything of it before this one. */
    private boolean firstMet;
    /** Rows that were written before this time are backlog; the smallest number once all of it is sent. */
    private long backlogBefore;
    /** True if a row was sent that is not backlog. */
    private boolean live;

    private boolean finished;

    /**
     * @param oldBefore of a run that is met for the first time, rows that were written before this time are backlog
     * @throws IOException when what was sent cannot be remembered, or another process follows the run
     */
    FollowedRun(
            LogPlaces.Place place,
            AttachSettings settings,
            Relay relay,
            Consumer<String> problems,
            Clock clock,
            long oldBefore)
            throws IOException {
        this.runId = place.runId();
        this.settings = settings;
        this.relay = relay;
        this.problems = problems;
        this.clock = clock;
        this.files = new RunFiles(runId, settings.reading(), path -> state.file(path), problems, clock);
        this.memory = StateFile.open(settings.stateFolder(), place.key() + '\0' + runId);
        try {
            Optional<StateFile.Content> saved = memory.load();
            state = saved.map(StateFile.Content::before).orElseGet(() -> RunOffsets.begin(runId, seed()));
            unfinished = saved.filter(content -> content.path() != null).orElse(null);
            caughtUp = saved.isPresent();
            firstMet = saved.isEmpty();
            backlogBefore = saved.map(StateFile.Content::backlogBefore).orElse(oldBefore);
            live = backlogBefore <= 0;
        } catch (IOException e) {
            memory.close();
            throw e;
        }
    }

    private static long seed() {
        return new SecureRandom().nextLong();
    }

    /** Files of the run, of which some may be new. */
    void among(LogPlaces.Place place) {
        files.among(place);
    }

    /** Adds the pipe. */
    void among(StandardInput input) {
        files.among(input);
    }

    /** True if what is not read would hold the job: a pipe, and not a log that keeps it. */
    boolean cannotWait() {
        return files.cannotWait();
    }

    /** Sends what is new; true when there may be more. */
    boolean turn() throws IOException {
        tellUnfinishedAgain();
        Optional<RunFiles.Found> found = files.next(MOST_ROWS);
        if (found.isPresent()) {
            tell(found.get());
            return true;
        }
        finished |= files.sayTheEnd() && !state.ended();
        caughtUp = true;
        endWhereOver();
        firstMet = false;
        sendsNews();
        return false;
    }

    /** All that was in the log when it was met is sent, and remembered as such. */
    private void sendsNews() throws IOException {
        if (backlogBefore > 0) {
            backlogBefore = 0;
            if (state.sequence() > 0) {
                save(null, state);
            }
        }
    }

    private void save(String path, RunOffsets after) throws IOException {
        memory.save(new StateFile.Content(state, path, after, backlogBefore));
    }

    private void tell(RunFiles.Found found) throws IOException {
        finished = found.reading().finished();
        RecordBatch batch = batch(found.path(), found.file(), found.reading());
        save(found.path(), batch.after());
        tell(batch);
        save(null, state);
    }

    /** Sends again a batch that a killed process may have sent in part: records with the same numbers are repeats. */
    private void tellUnfinishedAgain() throws IOException {
        if (unfinished == null) {
            return;
        }
        StateFile.Content content = unfinished;
        unfinished = null;
        FollowedLog file = files.get(content.path());
        long upTo = content.after().file(content.path()).position();
        try {
            ReadRows reading = file == null ? null : file.read(MOST_ROWS, upTo, Long.MAX_VALUE);
            if (reading != null && !reading.rows().isEmpty()) {
                tell(batch(content.path(), file, reading));
                save(null, state);
                return;
            }
        } catch (UnreadableLogException e) {
            problems.accept(e.getMessage());
        }
        // The file is not there any more as it was: what the batch had is with Kafka, or gone with the file.
        state = content.after();
        save(null, state);
    }

    private RecordBatch batch(String path, FollowedLog file, ReadRows reading) {
        long began = reading.rows().get(0).timeMillis();
        boolean beside = state.files().entrySet().stream()
                .anyMatch(other ->
                        !other.getKey().equals(path) && other.getValue().lastMillis() > began - RESTART.toMillis());
        return RecordBatch.of(
                state, path, reading, beside, declared(file), caughtUp || !settings.fromNow(), backlogBefore);
    }

    private RunStarted declared(FollowedLog file) {
        RunStarted declared =
                (RunStarted) file.started().map(Telemetry::getEvent).orElseThrow();
        // Values from the log itself, such as a W&B file, are kept where no setting gives another.
        declared.setName(settings.name().isEmpty() ? declared.getName() : settings.name());
        declared.setProject(settings.project().isEmpty() ? declared.getProject() : settings.project());
        declared.setHost(declared.getHost().isEmpty() ? Host.name() : declared.getHost());
        declared.setHeartbeatIntervalMillis(settings.silentAfter().toMillis() / SILENT_INTERVALS);
        return declared;
    }

    private void tell(RecordBatch batch) {
        for (RecordBatch.Entry entry : batch.entries()) {
            session(entry.state()).append(entry.state().sequence(), entry.timeMillis(), entry.event(), entry.backlog());
            live |= !entry.backlog();
        }
        relay.work();
        state = batch.after();
    }

    private RelayedSession session(RunOffsets of) {
        if (session == null || session.id() != of.session()) {
            if (session != null) {
                relay.end(session);
            }
            session = relay.session(of.session(), runId, 0, of.attempt());
        }
        return session;
    }

    /** Says that the run ended, where its log says so or it was not written for long. */
    private void endWhereOver() throws IOException {
        if (state.ended() || state.sequence() == 0) {
            return;
        }
        long idle = clock.millis() - files.lastWrittenMillis();
        // A log that was old when it was met is that of a run that is over.
        Duration longest = settings.endedAfter().orElse(settings.silentAfter());
        boolean idleTooLong =
                idle >= longest.toMillis() && (settings.endedAfter().isPresent() || firstMet);
        boolean closed = files.areOver();
        if (finished || closed || idleTooLong) {
            String because = finished
                    ? "The log says that the training came to its end."
                    : closed
                            ? "The job closed its output."
                            : "The log was not written for "
                                    + Duration.ofMillis(idle).toMinutes() + " min.";
            tellEnd(because);
        }
    }

    /** Says that the run ended, where its log is read to its end and nobody will read on. */
    void end() throws IOException {
        files.end();
        while (turn()) {
            // The last line may have no end, and the last row no line behind it.
        }
        if (!state.ended() && state.sequence() > 0) {
            tellEnd(
                    finished
                            ? "The log says that the training came to its end."
                            : "The log was read to its end, once; how the training ended it does not say.");
        }
    }

    private void tellEnd(String because) throws IOException {
        Outcome outcome = finished ? Outcome.FINISHED : Outcome.UNKNOWN;
        long step = Math.max(-1, state.lastStep());
        session(state)
                .append(
                        state.sequence(),
                        files.lastWrittenMillis(),
                        new RunEnded(outcome, null, because, step, 0L),
                        !live);
        relay.work();
        state = state.afterEnd();
        finished = false;
        save(null, state);
    }

    /** Understanding of each of its logs. */
    List<Understanding> understandings() {
        return files.understandings();
    }

    String runId() {
        return runId;
    }

    RunProgress progress() {
        return new RunProgress(runId, state.rows(), state.lastStep(), state.attempt(), state.late(), state.ended());
    }

    /** True if a file that was written anew may still get back the rows that were told of it. */
    boolean waits() {
        return files.areAwaited();
    }

    /** True if all that was in the files when they were met is sent. */
    boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        files.close();
        memory.close();
    }
}
