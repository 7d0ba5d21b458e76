package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.Understanding;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that is appended to. Another file in its place (a rotation), and the same one cut to nothing, is a new log;
 * one that was written anew with the same rows, as Lightning does when a column is added, goes on behind the rows that
 * were told.
 */
public final class FollowedFile extends FollowedLog {

    /** After this time without a change a job is between two rows of an event file. */
    private static final Duration QUIET = Duration.ofSeconds(10);
    /** A file that is written anew has its rows back after this time, or it is another log. */
    private static final Duration REWRITTEN = Duration.ofSeconds(5);

    private final Path path;
    private final String runId;
    private final LogReading how;
    private final Clock clock;
    private GrowingRunLog log;
    /** The next row, where it was looked at; the log stands behind it. */
    private ReadRow next;

    private long otherSinceMillis;
    private boolean over;
    private UnreadableLogException problem;

    public FollowedFile(Path path, String runId, LogReading how, FileState state, Clock clock) {
        super(state);
        this.path = path;
        this.runId = runId;
        this.how = how;
        this.clock = clock;
    }

    @Override
    public ReadRows read(int most, long upTo, long untilMillis) throws UnreadableLogException {
        Optional<FileIdentity> there = FileIdentity.of(path);
        if (log != null && there.isPresent() && !state.isNew() && !there.get().continues(path, state)) {
            ReadRows rest = there.get().key().equals(state.key()) ? nothing() : rest(most, upTo, untilMillis);
            if (!rest.rows().isEmpty() || next != null) {
                return rest;
            }
            close();
        }
        if (log == null && (there.isEmpty() || !open(there.get()))) {
            return nothing();
        }
        return take(
                most, upTo, untilMillis, there.map(FileIdentity::modifiedMillis).orElse(0L));
    }

    /** Rest of the file that was here before. */
    private ReadRows rest(int most, long upTo, long untilMillis) throws UnreadableLogException {
        log.end();
        return take(most, upTo, untilMillis, clock.millis());
    }

    private ReadRows take(int most, long upTo, long untilMillis, long modifiedMillis) throws UnreadableLogException {
        List<ReadRow> rows = new ArrayList<>();
        while (rows.size() < most
                && state.position() < upTo
                && look(modifiedMillis, isQuiet(upTo, modifiedMillis))
                && next.timeMillis() <= untilMillis) {
            rows.add(next);
            state = state.after(next, log.position());
            next = null;
        }
        if (rows.isEmpty() && problem != null) {
            return givenUp();
        }
        remember();
        return reading(rows, log.finished());
    }

    /** Looks at the next row; false where there is none. Of a quiet job the row at hand is one. */
    private boolean look(long modifiedMillis, boolean quiet) {
        if (next == null && problem == null) {
            Optional<LogRow> row = nextOrProblem();
            if (row.isEmpty() && problem == null && quiet) {
                log.settle();
                row = nextOrProblem();
            }
            next = row.map(found -> new ReadRow(found, written(found, modifiedMillis)))
                    .orElse(null);
        }
        return next != null;
    }

    /** A log whose clock is ahead, or of another zone, has written nothing in the future. */
    private long written(LogRow row, long modifiedMillis) {
        return row.timeMillis() > 0 ? Math.min(row.timeMillis(), clock.millis()) : modifiedMillis;
    }

    /** The rows before a problem are sound. */
    private Optional<LogRow> nextOrProblem() {
        try {
            return log.next();
        } catch (UnreadableLogException e) {
            problem = e;
            return Optional.empty();
        }
    }

    /** A file that is written anew while it is read looks damaged; it is opened again. */
    private ReadRows givenUp() throws UnreadableLogException {
        boolean changed =
                FileIdentity.of(path).map(now -> !now.continues(path, state)).orElse(true);
        if (!changed) {
            throw problem;
        }
        close();
        return nothing();
    }

    /** A row that was told before because its job was quiet is told again in the same way. */
    private boolean isQuiet(long upTo, long modifiedMillis) {
        return upTo != Long.MAX_VALUE || clock.millis() - modifiedMillis >= QUIET.toMillis();
    }

    private void remember() {
        if (state.beginningBytes() < FileIdentity.BEGINNING_BYTES && state.position() > state.beginningBytes()) {
            int bytes = (int) Math.min(FileIdentity.BEGINNING_BYTES, state.position());
            state = state.beginningWith(FileIdentity.beginning(path, bytes), bytes);
        }
    }

    /** Opens the file behind what was told of it; false while that cannot be known. */
    private boolean open(FileIdentity there) throws UnreadableLogException {
        Optional<LogFormat> format =
                LogFormat.of(path, how).or(() -> over ? Optional.of(LogFormat.TEXT) : Optional.empty());
        if (format.isEmpty()) {
            return false;
        }
        // A file that grows is none that is written as a whole, whatever its beginning looks like.
        GrowingRunLog opened = how.format()
                .orElse(format.get().isWhole() ? LogFormat.TEXT : format.get())
                .follow(path, runId, how);
        started = opened.started();
        try {
            if (state.isNew()) {
                state = state.in(there.key(), 0);
            } else if (there.continues(path, state)) {
                opened.skipTo(state.position());
            } else if (!foundAgain(opened, there)) {
                opened.close();
                return false;
            }
        } catch (UnreadableLogException e) {
            opened.close();
            throw e;
        }
        log = opened;
        if (over) {
            log.end();
        }
        otherSinceMillis = 0;
        return true;
    }

    /** Looks for the rows that were told; false while they may still come. Without them it is a new log. */
    private boolean foundAgain(GrowingRunLog opened, FileIdentity there) throws UnreadableLogException {
        otherSinceMillis = otherSinceMillis == 0 ? clock.millis() : otherSinceMillis;
        FileState again = FileState.NEW.in(there.key(), 0);
        while (again.rows() < state.rows()) {
            Optional<LogRow> next = opened.next();
            if (next.isEmpty() || (again.rows() == 1 && again.firstRow() != state.firstRow())) {
                break;
            }
            again = again.after(new ReadRow(next.get(), 0), opened.position());
        }
        if (again.rows() == state.rows()
                && again.firstRow() == state.firstRow()
                && again.lastRow() == state.lastRow()) {
            state = again;
            remember();
            return true;
        }
        boolean sameStart = again.rows() == 0 || again.firstRow() == state.firstRow();
        boolean waits =
                again.rows() < state.rows() && sameStart && clock.millis() - otherSinceMillis < REWRITTEN.toMillis();
        if (!waits) {
            state = FileState.NEW;
            begins = true;
        }
        return false;
    }

    @Override
    public OptionalLong nextMillis() throws UnreadableLogException {
        if (next == null) {
            read(1, Long.MAX_VALUE, Long.MIN_VALUE);
        }
        return next == null ? OptionalLong.empty() : OptionalLong.of(next.timeMillis());
    }

    @Override
    public Optional<Understanding> understanding() {
        return log == null ? Optional.empty() : log.understanding();
    }

    @Override
    public long lastWrittenMillis() {
        return FileIdentity.of(path).map(FileIdentity::modifiedMillis).orElse(0L);
    }

    @Override
    public boolean waits() {
        return otherSinceMillis != 0;
    }

    @Override
    public void end() {
        over = true;
        if (log != null) {
            log.end();
        }
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
            log = null;
            next = null;
            problem = null;
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
