package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of a {@link StandardInput}: a new log in each process, of which nothing can be read twice. */
public final class FollowedPipe extends FollowedLog {

    private final StandardInput input;

    public FollowedPipe(StandardInput input) {
        super(FileState.NEW);
        this.input = input;
    }

    @Override
    public ReadRows read(int most, long upTo, long untilMillis) {
        List<ReadRow> rows = new ArrayList<>();
        // Where a position is asked for, it is one of an earlier process.
        boolean again = upTo != Long.MAX_VALUE;
        for (ReadRow row = input.peek(); !again && isWanted(row, rows, most, untilMillis); row = input.peek()) {
            input.take();
            rows.add(row);
            state = state.after(row, state.position() + 1);
        }
        return reading(rows, input.finished() && input.isOver());
    }

    private static boolean isWanted(ReadRow row, List<ReadRow> rows, int most, long untilMillis) {
        return row != null && rows.size() < most && row.timeMillis() <= untilMillis;
    }

    @Override
    public OptionalLong nextMillis() {
        ReadRow next = input.peek();
        return next == null ? OptionalLong.empty() : OptionalLong.of(next.timeMillis());
    }

    @Override
    public Optional<Telemetry> started() {
        return input.started();
    }

    @Override
    public Optional<Understanding> understanding() {
        return input.understanding();
    }

    @Override
    public long lastWrittenMillis() {
        return input.lastMillis();
    }

    @Override
    public boolean isOver() {
        return input.isOver();
    }
}
