package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.RecordColumns;
import io.gradwatch.fleet.history.write.SeriesBuckets.Place;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of {@link HistoryTable#RUNS}. */
final class RunEventWriter {

    private final TableBuffers tables;
    private final Map<Place, Seen> seen = new HashMap<>();

    private Set<String> runs = Set.of();
    private int places;

    RunEventWriter(TableBuffers tables) {
        this.tables = tables;
    }

    /**
     * From when to when something came from a place, and the steps of it; of none, the first step is above the last. It
     * is changed with each record, for there are hundreds of thousands a second.
     */
    private static final class Seen {
        private long firstTime = Long.MAX_VALUE;
        private long lastTime = Long.MIN_VALUE;
        private long firstStep = Long.MAX_VALUE;
        private long lastStep = Long.MIN_VALUE;

        void at(long time) {
            firstTime = Math.min(firstTime, time);
            lastTime = Math.max(lastTime, time);
        }

        void step(long step) {
            firstStep = Math.min(firstStep, step);
            lastStep = Math.max(lastStep, step);
        }

        boolean hasSteps() {
            return firstStep <= lastStep;
        }
    }

    void seen(Place place, long time) {
        at(place).at(time);
    }

    void seen(Place place, long time, long step) {
        Seen times = at(place);
        times.at(time);
        times.step(step);
    }

    private Seen at(Place place) {
        return seen.computeIfAbsent(place, ignored -> new Seen());
    }

    /** The runs of all places; the same object as before where there are no others. */
    Set<String> seen() {
        if (places != seen.size()) {
            places = seen.size();
            runs = seen.keySet().stream().map(Place::run).collect(Collectors.toUnmodifiableSet());
        }
        return runs;
    }

    void finish() throws SQLException {
        for (Map.Entry<Place, Seen> entry : seen.entrySet()) {
            Seen times = entry.getValue();
            row(entry.getKey(), "seen", times.lastTime)
                    .time(times.firstTime)
                    .value(times.hasSteps() ? (Long) times.firstStep : null)
                    .value(times.hasSteps() ? (Long) times.lastStep : null)
                    .none(RecordColumns.DECLARATION.count() + RecordColumns.END.count() + RecordColumns.WORDS.count())
                    .end();
        }
        seen.clear();
    }

    void started(Place place, long time, RunStarted run) throws SQLException {
        row(place, "started", time)
                .none(3)
                .values(RecordColumns.DECLARATION, run)
                .none(RecordColumns.END.count())
                .values(RecordColumns.WORDS, run)
                .end();
    }

    void ended(Place place, long time, RunEnded run) throws SQLException {
        row(place, "ended", time)
                .none(2)
                .value(run.getStep() < 0 ? null : (Long) run.getStep())
                .none(RecordColumns.DECLARATION.count())
                .values(RecordColumns.END, run)
                .none(RecordColumns.WORDS.count())
                .end();
    }

    void notice(Place place, long time, Notice notice) throws SQLException {
        row(place, "notice", time)
                .none(2)
                .value(notice.getStep() < 0 ? null : (Long) notice.getStep())
                .text(notice.getTitle())
                .none(RecordColumns.DECLARATION.count() - 1 + 2)
                .text(notice.getText())
                .none(1 + RecordColumns.WORDS.count())
                .end();
    }

    /** Its path stands where a declaration has the name of the run, and its values where it has results. */
    void checkpoint(Place place, long time, CheckpointSaved saved) throws SQLException {
        row(place, "checkpoint", time)
                .none(1)
                .value(saved.getStep() < 0 ? null : (Long) saved.getStep())
                .none(1)
                .text(saved.getPath())
                .none(RecordColumns.DECLARATION.count()
                        - 1
                        + RecordColumns.END.count()
                        + RecordColumns.WORDS.count()
                        - 1)
                .map(saved.getMetrics())
                .end();
    }

    private Row row(Place place, String event, long time) throws SQLException {
        return tables.row(HistoryTable.RUNS)
                .text(place.run())
                .number(place.attempt())
                .number(place.rank())
                .text(event)
                .time(time);
    }
}
