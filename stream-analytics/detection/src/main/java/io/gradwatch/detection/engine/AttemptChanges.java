package io.gradwatch.detection.engine;

import io.gradwatch.detection.engine.alert.AlertTransitions;
import io.gradwatch.detection.engine.alert.AlertTransitions.Moment;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.engine.state.RankState;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Resolution;
import java.util.function.Consumer;

/** Begins attempts of runs anew, and sessions of their ranks. */
final class AttemptChanges {

    private AttemptChanges() {}

    /** Begins an attempt; begins the present one anew where it is the same. */
    static void begin(
            DetectionState state, DetectorStates states, String runId, int attempt, long now, Consumer<Alert> alerts) {
        AlertTransitions.endAll(state, Resolution.NEW_ATTEMPT, new Moment(state.lastStep, now), alerts);
        states.clear();
        state.begin(runId, attempt);
    }

    /** The rank of a record that counts, after what its session means for the run. */
    static RankState rank(
            DetectionState state,
            DetectorStates states,
            RankState rank,
            Origin origin,
            long now,
            Consumer<Alert> alerts) {
        if (rank != null && rank.session == origin.getSession()) {
            return rank;
        }
        if (rank != null && (state.ended || origin.getRank() == state.speaker)) {
            if (state.ended) {
                state.ranks.clear();
                state.speaker = -1;
            }
            begin(state, states, state.runId, state.attempt, now, alerts);
        }
        RankState taken = new RankState();
        taken.session = origin.getSession();
        state.ranks.put(origin.getRank(), taken);
        state.speaker = state.speaker < 0 ? origin.getRank() : Math.min(state.speaker, origin.getRank());
        return taken;
    }
}
