package io.gradwatch.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.spool.MemorySpool;
import io.gradwatch.agent.spool.SpooledRecord;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Numbers, drops and ends of one session, over a spool in memory. */
class RelayedSessionTest {

    private static final RunIdentity IDENTITY = new RunIdentity("run", 2, 1, 77);

    private final MemorySpool spool = new MemorySpool("run".getBytes(StandardCharsets.UTF_8), 4_000, new AtomicLong());
    private final RelayedSession session = new RelayedSession(new RelayedSession.Past(IDENTITY, 0, false), spool);

    @Test
    void recordsWithoutNumbers_getConsecutiveOnes() throws Exception {
        for (long step = 0; step < 3; step++) {
            session.append(10 + step, step(step));
        }
        List<Telemetry> records = records();
        assertThat(records)
                .extracting(record -> record.getOrigin().getSequence())
                .containsExactly(0L, 1L, 2L);
        assertThat(records)
                .extracting(record -> record.getOrigin().getTimestampMillis())
                .containsExactly(10L, 11L, 12L);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.getOrigin().getRunId()).isEqualTo("run");
            assertThat(record.getOrigin().getAttempt()).isEqualTo(2);
            assertThat(record.getOrigin().getRank()).isEqualTo(1);
            assertThat(record.getOrigin().getSession()).isEqualTo(77);
            assertThat(record.getOrigin().getBacklog()).isFalse();
        });
        assertThat(session.lastStep()).isEqualTo(2);
    }

    @Test
    void numberOfADroppedRecord_goesToTheNextOne() throws Exception {
        fill();
        long next = session.next();
        long dropped = session.droppedRecords();
        session.append(1, step(1_000));
        assertThat(session.next()).isEqualTo(next);
        assertThat(session.droppedRecords()).isEqualTo(dropped + 1);

        session.append(1, new RunEnded(Outcome.FINISHED, null, null, -1L, 5L));
        List<Telemetry> records = records();
        Telemetry last = records.get(records.size() - 1);
        assertThat(last.getOrigin().getSequence()).isEqualTo(next);
        assertThat(((RunEnded) last.getEvent()).getStep())
                .as("the last step, dropped or not")
                .isEqualTo(1_000);
        assertThat(((RunEnded) last.getEvent()).getDroppedRecords()).isEqualTo(5 + dropped + 1);
    }

    @Test
    void droppedRecordWithANumber_leavesAGap() throws Exception {
        fill();
        long next = session.next();
        session.append(next, 1, step(next));
        session.append(next + 1, 1, new RunEnded(Outcome.STOPPED, null, null, -1L, 0L));
        List<Telemetry> records = records();
        assertThat(records.get(records.size() - 1).getOrigin().getSequence()).isEqualTo(next + 1);
        assertThat(session.next()).isEqualTo(next + 2);
    }

    @Test
    void heartbeatWithoutRoom_isNoLoss() {
        fill();
        long dropped = session.droppedRecords();
        Heartbeat heartbeat = new Heartbeat(3L, 4L, 0L);
        long before = -1;
        while (session.next() > before) {
            before = session.next();
            heartbeat = new Heartbeat(3L, 4L, 0L);
            session.append(1, heartbeat);
        }
        assertThat(session.droppedRecords()).isEqualTo(dropped);
        assertThat(heartbeat.getDroppedRecords())
                .as("those of the job and those here")
                .isEqualTo(4 + dropped);
        assertThat(heartbeat.getSpooledBytes())
                .isEqualTo(session.pendingBytes())
                .isPositive();
    }

    @Test
    void endedSession_takesNothingMore() throws Exception {
        session.append(1, new RunEnded(Outcome.FINISHED, null, null, -1L, 0L));
        session.append(2, step(1));
        session.append(9, 2, step(2));
        assertThat(session.ended()).isTrue();
        assertThat(session.next()).isEqualTo(1);
        assertThat(records()).hasSize(1);
    }

    @Test
    void repeats_areLeftOut() throws Exception {
        session.append(5, 1, step(1));
        session.append(5, 1, step(1));
        session.append(4, 1, step(0));
        session.skip(7);
        session.append(7, 1, step(3));
        session.append(8, 1, step(4));
        assertThat(records())
                .extracting(record -> record.getOrigin().getSequence())
                .containsExactly(5L, 8L);
    }

    @Test
    void recordsInMemory_areNotSafe() {
        session.append(1, step(0));
        session.append(1, step(1));
        session.flush();
        assertThat(session.safeNext()).isZero();
        spool.acknowledge(spool.next());
        session.flush();
        assertThat(session.safeNext()).isEqualTo(1);
        spool.acknowledge(spool.next());
        session.flush();
        assertThat(session.safeNext()).isEqualTo(2);
    }

    /** Takes steps until the spool has no room for one. */
    private void fill() {
        for (long step = 0; session.droppedRecords() == 0; step++) {
            session.append(1, step(step));
        }
    }

    private List<Telemetry> records() throws Exception {
        List<Telemetry> records = new ArrayList<>();
        for (SpooledRecord record = spool.next(); record != null; record = spool.next()) {
            records.add(Topics.TELEMETRY.codec().decode(record.value()));
        }
        return records;
    }

    private static Step step(long number) {
        return Step.newBuilder().setStep(number).setLoss(0.5).build();
    }
}
