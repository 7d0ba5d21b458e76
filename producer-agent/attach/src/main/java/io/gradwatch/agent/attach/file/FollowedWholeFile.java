package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A log that is written anew as a whole, such as the {@code trainer_state.json} of a run and its checkpoints, of which
 * the one that was written last counts, a Keras history, or a folder of metrics: the rows behind those that were told.
 * A history that does not begin with what was told is a new log.
 */
public final class FollowedWholeFile extends FollowedLog {

    /** A file that is no whole JSON for longer is not being written. */
    private static final Duration WRITING = Duration.ofSeconds(10);

    private static final String TRAINER_STATE = "trainer_state";

    private final String runId;
    private final LogReading how;
    private final Clock clock;
    private List<Path> files = List.of();
    private FileIdentity seen;
    private Optional<Understanding> understood = Optional.empty();

    public FollowedWholeFile(String runId, LogReading how, FileState state, Clock clock) {
        super(state);
        this.runId = runId;
        this.how = how;
        this.clock = clock;
    }

    /** All that there are of the run now. */
    public void among(List<Path> found) {
        files = List.copyOf(found);
    }

    @Override
    public ReadRows read(int most, long upTo, long untilMillis) throws UnreadableLogException {
        Optional<Path> newest = newest();
        Optional<FileIdentity> there = newest.flatMap(FileIdentity::of);
        if (there.isEmpty() || there.get().equals(seen) || there.get().modifiedMillis() > untilMillis) {
            return nothing();
        }
        try {
            return read(newest.get(), there.get(), most, upTo);
        } catch (UnreadableLogException e) {
            if (clock.millis() - there.get().modifiedMillis() < WRITING.toMillis()) {
                return nothing();
            }
            throw e;
        }
    }

    private ReadRows read(Path file, FileIdentity there, int most, long upTo) throws UnreadableLogException {
        FileState before = isContinued(file) ? state : FileState.NEW;
        List<ReadRow> rows = new ArrayList<>();
        FileState after = before;
        boolean finished = false;
        boolean summed = file.getFileName().toString().contains(TRAINER_STATE);
        boolean more = true;
        try (RunLog log = LogFormat.open(file, runId, LogReading.of(how.mapped()))) {
            started = log.started();
            skip(log, before.rows());
            while (more && rows.size() < most && after.position() < upTo) {
                Optional<LogRow> next = log.next();
                more = next.isPresent();
                if (more) {
                    ReadRow row = new ReadRow(next.get(), there.modifiedMillis());
                    rows.add(row);
                    after = after.after(row, after.position() + 1);
                    // The closing summary is the only entry that is no event.
                    finished |= summed
                            && next.get().events().isEmpty()
                            && !next.get().late();
                }
            }
            understood = log.understanding();
        }
        seen = more ? null : there;
        state = after;
        return new ReadRows(List.copyOf(rows), before.isNew() && !rows.isEmpty(), after, finished);
    }

    /** True if its history begins with what was told. */
    private boolean isContinued(Path file) throws UnreadableLogException {
        FileState again = FileState.NEW;
        try (RunLog log = LogFormat.open(file, runId, LogReading.of(how.mapped()))) {
            while (again.rows() < state.rows()) {
                Optional<LogRow> next = log.next();
                if (next.isEmpty()) {
                    return false;
                }
                again = again.after(new ReadRow(next.get(), 0), again.position() + 1);
            }
        }
        return again.firstRow() == state.firstRow() && again.lastRow() == state.lastRow();
    }

    private static void skip(RunLog log, long rows) throws UnreadableLogException {
        for (long row = 0; row < rows; row++) {
            log.next();
        }
    }

    private Optional<Path> newest() {
        Path newest = null;
        long latest = Long.MIN_VALUE;
        for (Path file : files) {
            Optional<FileIdentity> there = FileIdentity.of(file);
            if (there.isPresent() && there.get().modifiedMillis() >= latest) {
                latest = there.get().modifiedMillis();
                newest = file;
            }
        }
        return Optional.ofNullable(newest);
    }

    @Override
    public OptionalLong nextMillis() {
        Optional<FileIdentity> there = newest().flatMap(FileIdentity::of);
        return there.isEmpty() || there.get().equals(seen)
                ? OptionalLong.empty()
                : OptionalLong.of(there.get().modifiedMillis());
    }

    @Override
    public Optional<Understanding> understanding() {
        return understood;
    }

    @Override
    public long lastWrittenMillis() {
        return newest().flatMap(FileIdentity::of)
                .map(FileIdentity::modifiedMillis)
                .orElse(0L);
    }

    @Override
    public String toString() {
        return newest().map(Path::toString).orElse("trainer_state.json of " + runId);
    }
}
