package io.gradwatch.fleet.live.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.LiveTables;
import io.gradwatch.schema.Origin;
import org.junit.jupiter.api.Test;

class RecordAdmissionTest {

    private static final long LAST = 1_000_000;

    /** Avro copies the default values of records only once their classes are trusted, as the codecs do. */
    private static final int CODECS = LiveTables.ALL.size();

    private final LiveRun run = RunTracker.fresh("run");
    private final LiveRank rank = LiveRank.newBuilder()
            .setRank(0)
            .setAttempt(2)
            .setSession(7)
            .setSequence(40)
            .setLastRecordMillis(LAST)
            .build();

    RecordAdmissionTest() {
        run.setAttempt(2);
        run.setHeartbeatIntervalMillis(20_000);
    }

    private static Origin origin(int attempt, int rank, long session, long sequence) {
        return new Origin("run", attempt, rank, session, sequence, 0L, false);
    }

    private boolean counts(Origin origin, long millisLater) {
        return RecordAdmission.counts(run, rank, origin, LAST + millisLater);
    }

    @Test
    void recordOfAnOlderAttempt_isSuperseded() {
        assertThat(counts(origin(1, 0, 7, 99), 0)).isFalse();
        assertThat(counts(origin(3, 0, 8, 0), 0)).isTrue();
        assertThat(RecordAdmission.counts(RunTracker.fresh("run"), null, origin(-1, 0, 7, 0), LAST))
                .isFalse();
    }

    @Test
    void rankThatNoJobHas_isLeftOut() {
        assertThat(RecordAdmission.counts(run, null, origin(2, -1, 7, 0), LAST)).isFalse();
        assertThat(RecordAdmission.counts(run, null, origin(2, AdmissionRule.MOST_RANKS, 7, 0), LAST))
                .isFalse();
        assertThat(RecordAdmission.counts(run, null, origin(2, AdmissionRule.MOST_RANKS - 1, 7, 0), LAST))
                .isTrue();
    }

    @Test
    void sequenceThatIsNotAboveTheLast_isARepeat() {
        assertThat(counts(origin(2, 0, 7, 40), 0)).isFalse();
        assertThat(counts(origin(2, 0, 7, 41), 0)).isTrue();
        rank.setEnded(true);
        assertThat(counts(origin(2, 0, 7, 41), 0)).isFalse();
    }

    @Test
    void anotherSession_isTakenAfterThreeHeartbeats_orAnEnd() {
        assertThat(counts(origin(2, 0, 8, 0), 59_999)).isFalse();
        assertThat(counts(origin(2, 0, 8, 0), 60_000)).isTrue();
        rank.setEnded(true);
        assertThat(counts(origin(2, 0, 8, 0), 0)).isTrue();
    }

    @Test
    void patience_isTenSecondsAtLeast() {
        run.setHeartbeatIntervalMillis(1_000);

        assertThat(counts(origin(2, 0, 8, 0), 9_999)).isFalse();
        assertThat(counts(origin(2, 0, 8, 0), 10_000)).isTrue();
    }
}
