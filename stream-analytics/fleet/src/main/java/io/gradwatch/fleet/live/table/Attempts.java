package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.row.Unrecovered;
import io.gradwatch.schema.AttemptState;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.RunEnded;
import java.util.ArrayList;
import java.util.List;

/** Begins and ends the attempts of a run. */
final class Attempts {

    /** The last ones are kept. Own choice. */
    static final int MOST_ATTEMPTS = 64;

    private Attempts() {}

    /** Forgets what belongs to the attempt before; what was seen of series stays. */
    static void begin(LiveRun run, int attempt, long millis) {
        List<AttemptState> attempts = new ArrayList<>(run.getAttempts());
        if (!attempts.isEmpty() && current(run).getEndedMillis() == null) {
            current(run).setEndedMillis(run.getLastEventMillis());
        }
        attempts.add(new AttemptState(attempt, millis, null, null, -1L, -1L, null, null));
        if (attempts.size() > MOST_ATTEMPTS) {
            attempts.remove(0);
        }
        run.setAttempts(attempts);
        run.setAttempt(attempt);
        run.setSpeaker(-1);
        run.setStep(-1);
        run.setEpoch(null);
        run.setPace(Pace.fresh());
        run.setAccountedMillis(millis);
        run.setTakenOverMillis(0);
        reopen(run);
    }

    /** Another session goes on with the attempt after it ended. */
    static void reopen(LiveRun run) {
        run.setEndedMillis(null);
        run.setOutcome(null);
        AttemptState current = current(run);
        current.setEndedMillis(null);
        current.setOutcome(null);
        current.setException(null);
        current.setMessage(null);
        Unrecovered.goOn(run);
    }

    static void step(LiveRun run, long step) {
        AttemptState current = current(run);
        if (current.getFirstStep() < 0) {
            current.setFirstStep(step);
        }
        current.setLastStep(step);
    }

    static void end(LiveRun run, RunEnded ended, long millis) {
        run.setEndedMillis(millis);
        run.setOutcome(ended.getOutcome());
        AttemptState current = current(run);
        current.setEndedMillis(millis);
        current.setOutcome(ended.getOutcome());
        current.setException(Bounds.text(ended.getException(), Bounds.NAME_CHARACTERS));
        current.setMessage(Bounds.text(ended.getMessage(), Bounds.SENTENCE_CHARACTERS));
    }

    private static AttemptState current(LiveRun run) {
        return run.getAttempts().get(run.getAttempts().size() - 1);
    }
}
