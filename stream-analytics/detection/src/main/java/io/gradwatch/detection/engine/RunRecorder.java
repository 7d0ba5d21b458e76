package io.gradwatch.detection.engine;

import io.gradwatch.detection.engine.alert.LastGoodCheckpoint;
import io.gradwatch.detection.engine.reference.EarlierRuns;
import io.gradwatch.detection.engine.reference.ReferenceChoice;
import io.gradwatch.detection.engine.slot.EventContext;
import io.gradwatch.detection.engine.slot.SignalBits;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.RankState;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;

/** Notes in the state of a run what its records say of the run itself. */
final class RunRecorder {

    private final EarlierRuns earlier;

    RunRecorder(EarlierRuns earlier) {
        this.earlier = earlier;
    }

    /** Notes a record that counts, before the detectors see it. */
    void record(DetectionState state, RankState rank, Telemetry telemetry, EventContext context) {
        long now = context.logTimeMillis();
        Origin origin = telemetry.getOrigin();
        Object event = telemetry.getEvent();
        rank.sequence = origin.getSequence();
        rank.lastRecordMillis = now;
        rank.lastEventMillis = origin.getTimestampMillis();
        state.lastRecordMillis = now;
        state.backlog = origin.getBacklog();
        state.silenceReported.clear();
        state.signals |= context.carried();
        boolean first = state.declaration.length == 0;
        if (event instanceof RunStarted started && (first || origin.getRank() == state.speaker)) {
            state.declare(started);
            choose(state, now);
        } else if (event instanceof Step step) {
            rank.step = step.getStep();
            if (origin.getRank() == state.speaker) {
                state.checkpoints.step(step.getStep());
            }
        } else if (event instanceof CheckpointSaved saved && origin.getRank() == state.speaker) {
            state.checkpoints.take(saved, state.attempt, rank.step, now, LastGoodCheckpoint.isSpoiling(state));
        } else if (event instanceof RunEnded ended) {
            rank.ended = true;
            if (origin.getRank() == state.speaker && !state.ended) {
                state.result.finished = ended.getOutcome() == Outcome.FINISHED;
            }
        }
    }

    /** Once for each start: what the first steps were compared with is not changed under the later ones. */
    private void choose(DetectionState state, long now) {
        if (state.lastStep < 0) {
            ReferenceChoice chosen = ReferenceChoice.of(state.runId, state.declared(), now, earlier);
            state.compareWith(chosen.curves(), chosen.fewest());
        }
        state.signals |= state.earlier.length > 0 ? SignalBits.ofEarlierRuns() : 0;
    }

    /** Counts a record that does not. */
    static void count(DetectionState state, Admission admission) {
        switch (admission.kind()) {
            case DUPLICATE -> state.duplicates++;
            case STALE -> state.stale++;
            case REFUSED -> state.refused++;
            case ACCEPTED -> {}
        }
    }
}
