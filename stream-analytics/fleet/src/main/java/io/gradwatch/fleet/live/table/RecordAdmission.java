package io.gradwatch.fleet.live.table;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.Origin;

/** Admission of records to the live tables: the rule is that of detection, the patience that of the tables. */
final class RecordAdmission {

    private static final long SHORTEST_PATIENCE_MILLIS = 10_000;

    private RecordAdmission() {}

    /**
     * Decides about a record.
     *
     * @param rank known state of its rank, of any attempt; null without one
     */
    static boolean counts(LiveRun run, LiveRank rank, Origin origin, long logMillis) {
        if (origin.getAttempt() < 0 || origin.getRank() < 0 || origin.getRank() >= AdmissionRule.MOST_RANKS) {
            return false;
        }
        AdmissionRule rule = rank == null || rank.getAttempt() != origin.getAttempt()
                ? AdmissionRule.ofNewRank(origin, run.getAttempt())
                : AdmissionRule.of(
                        origin,
                        run.getAttempt(),
                        rank.getSession(),
                        rank.getSequence(),
                        rank.getEnded(),
                        logMillis - rank.getLastRecordMillis() >= patience(run));
        return rule == AdmissionRule.ACCEPTED;
    }

    private static long patience(LiveRun run) {
        return Math.max(SHORTEST_PATIENCE_MILLIS, AdmissionRule.PATIENCE_HEARTBEATS * run.getHeartbeatIntervalMillis());
    }
}
