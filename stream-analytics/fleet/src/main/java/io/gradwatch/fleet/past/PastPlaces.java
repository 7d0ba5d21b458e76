package io.gradwatch.fleet.past;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.fleet.live.view.RunDetail.Attempt;
import io.gradwatch.fleet.live.view.RunDetail.Rank;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * From where something came of a run.
 *
 * @param places ordered by attempt and rank
 */
record PastPlaces(List<Place> places) {

    /** As many as of a live run. */
    private static final int MOST_RANKS = 1_024;

    private static final String ALL = """
            SELECT attempt, rank, arg_max(host, time) FILTER (event = 'started') AS host,
              epoch_ms(min(coalesce(first_time, time))) AS started, epoch_ms(max(time)) AS seen,
              epoch_ms(max(time) FILTER (event = 'ended')) AS ended,
              arg_max(outcome, time) FILTER (event = 'ended') AS outcome,
              arg_max_null(exception, time) FILTER (event = 'ended') AS exception,
              arg_max_null(message, time) FILTER (event = 'ended') AS message,
              coalesce(min(first_step) FILTER (event = 'seen'), -1) AS first_step,
              coalesce(max(last_step) FILTER (event = 'seen'), -1) AS last_step
            FROM\s""" + RowQueries.ROWS + """
             WHERE run = $1
            GROUP BY attempt, rank ORDER BY attempt, rank""";

    /**
     * One rank of one attempt.
     *
     * @param seenMillis when the last came from it
     * @param endedMillis null where it did not say that it ended
     */
    record Place(
            int attempt,
            int rank,
            String host,
            long startedMillis,
            long seenMillis,
            Long endedMillis,
            String outcome,
            String exception,
            String message,
            long firstStep,
            long lastStep) {}

    static PastPlaces of(History history, String run) {
        return new PastPlaces(history.rows().ofRun(HistoryTable.RUNS, run, ALL, PastPlaces::place));
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getInt("attempt"),
                row.getInt("rank"),
                row.getString("host"),
                row.getLong("started"),
                row.getLong("seen"),
                (Long) row.getObject("ended"),
                row.getString("outcome"),
                row.getString("exception"),
                row.getString("message"),
                row.getLong("first_step"),
                row.getLong("last_step"));
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    long startedMillis() {
        return places.stream().mapToLong(Place::startedMillis).min().orElseThrow();
    }

    long seenMillis() {
        return places.stream().mapToLong(Place::seenMillis).max().orElseThrow();
    }

    /** The lowest rank of an attempt speaks for it. */
    List<Attempt> attempts() {
        TreeMap<Integer, Place> speakers = new TreeMap<>();
        places.forEach(place -> speakers.putIfAbsent(place.attempt(), place));
        List<Attempt> attempts = new ArrayList<>();
        for (Place place : speakers.values()) {
            attempts.add(new Attempt(
                    place.attempt(),
                    place.startedMillis(),
                    place.endedMillis(),
                    place.outcome(),
                    place.firstStep(),
                    place.lastStep(),
                    place.exception(),
                    place.message()));
        }
        return attempts;
    }

    /** The ranks of the last attempt. */
    List<Rank> ranks() {
        int last = places.get(places.size() - 1).attempt();
        return places.stream()
                .filter(place -> place.attempt() == last)
                .limit(MOST_RANKS)
                .map(place -> new Rank(
                        place.rank(),
                        place.host() == null ? "" : place.host(),
                        place.lastStep(),
                        null,
                        null,
                        place.seenMillis(),
                        false))
                .toList();
    }
}
