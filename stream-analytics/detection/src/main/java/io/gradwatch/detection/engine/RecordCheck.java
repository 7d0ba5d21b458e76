package io.gradwatch.detection.engine;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.PrintableText;
import io.gradwatch.detection.engine.state.RankState;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;

/** Decides whether a record counts, from its origin and what was seen before. Changes nothing. */
final class RecordCheck {

    static final int RUN_ID_CHARACTERS = AdmissionRule.RUN_ID_CHARACTERS;

    private RecordCheck() {}

    /**
     * Problem of the record whatever was seen before; null where there is none.
     *
     * @param known run id that was found well-formed before
     */
    static String malformed(Telemetry record, String known) {
        Origin origin = record.getOrigin();
        String runId = origin == null ? null : origin.getRunId();
        String wrong = runId != null && runId.equals(known) ? null : malformedId(runId);
        if (wrong != null) {
            return wrong;
        }
        if (origin.getAttempt() < 0 || origin.getRank() < 0 || origin.getSequence() < 0) {
            return "attempt " + origin.getAttempt() + ", rank " + origin.getRank() + " and sequence "
                    + origin.getSequence() + " must be 0 or more";
        }
        return malformedEvent(record.getEvent());
    }

    private static String malformedId(String runId) {
        if (runId == null || runId.isBlank()) {
            return "the run id is empty";
        }
        if (runId.length() > RUN_ID_CHARACTERS) {
            return "the run id has " + runId.length() + " characters, more than " + RUN_ID_CHARACTERS;
        }
        if (!PrintableText.name(runId).equals(runId)) {
            return "the run id holds characters that are not printable";
        }
        return null;
    }

    /**
     * Decision on a well-formed record of the present or an older attempt.
     *
     * @param rank what is known of the rank, null before its first record
     * @param takeover true if the rank's session was silent for longer than its patience
     */
    static Admission admit(DetectionState state, RankState rank, Origin origin, boolean takeover) {
        if (rank == null && origin.getAttempt() >= state.attempt && state.ranks.size() >= AdmissionRule.MOST_RANKS) {
            return Admission.refused("the run has more than " + AdmissionRule.MOST_RANKS + " ranks");
        }
        AdmissionRule decision = rank == null
                ? AdmissionRule.ofNewRank(origin, state.attempt)
                : AdmissionRule.of(origin, state.attempt, rank.session, rank.sequence, rank.ended, takeover);
        return switch (decision) {
            case ACCEPTED -> Admission.ACCEPTED;
            case DUPLICATE -> Admission.DUPLICATE;
            case ENDED -> Admission.stale("the session ended before this record");
            case SUPERSEDED ->
                Admission.stale("attempt " + origin.getAttempt() + " was superseded by attempt " + state.attempt);
            case OTHER_SESSION ->
                Admission.refused("session " + Long.toHexString(origin.getSession()) + " claims rank "
                        + origin.getRank() + " of attempt " + origin.getAttempt() + ", which session "
                        + Long.toHexString(rank.session)
                        + " still sends; a restarted job must count its attempt up, another job needs its own run id");
        };
    }

    private static String malformedEvent(Object event) {
        if (event instanceof Step step) {
            return step.getStep() < 0 ? "step " + step.getStep() + " must be 0 or more" : null;
        }
        if (event instanceof Evaluation evaluation) {
            return evaluation.getStep() < 0
                    ? "step " + evaluation.getStep() + " of the evaluation must be 0 or more"
                    : null;
        }
        if (event instanceof Notice notice) {
            return notice.getTitle().isBlank() ? "the title of the notice is empty" : null;
        }
        if (event instanceof CheckpointSaved saved) {
            return saved.getPath().isBlank() ? "the path of the checkpoint is empty" : null;
        }
        boolean known = event instanceof Heartbeat || event instanceof RunStarted || event instanceof RunEnded;
        return known ? null : "it holds no event of a run";
    }
}
