package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.relay.RelayedSession;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay whose Kafka is not there: what it takes, what it says is safe, what the next one finds. */
class RelayTest {

    private static final long SESSION = 7;

    @TempDir
    Path folder;

    @BeforeAll
    static void trustGeneratedClasses() {
        assertThat(Topics.ALL).isNotEmpty();
    }

    @Test
    void record_isSafeOnceItIsInAFile() {
        try (Relay relay = relay(folder)) {
            RelayedSession session = relay.session(SESSION, "run", 0, 2);
            session.append(0, 1, step(0));
            session.append(1, 1, step(1));
            assertThat(session.next()).isEqualTo(2);
            assertThat(session.safeNext()).isZero();

            relay.work();

            assertThat(session.safeNext()).isEqualTo(2);
            assertThat(session.attempt()).isEqualTo(2);
            assertThat(relay.pendingBytes()).isPositive();
        }
    }

    @Test
    void recordInMemory_isNotSafe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        try (Relay relay = relay(file)) {
            RelayedSession session = relay.session(SESSION, "run", 0, 0);
            session.append(0, 1, step(0));
            relay.work();

            assertThat(session.next()).isEqualTo(1);
            assertThat(session.safeNext()).isZero();
            assertThat(relay.trouble()).contains("spool");
        }
    }

    @Test
    void repeatedNumber_isLeftOutAndSkippedOneIsSafe() {
        try (Relay relay = relay(folder)) {
            RelayedSession session = relay.session(SESSION, "run", 0, 0);
            session.append(0, 1, step(0));
            relay.work();
            long bytes = relay.pendingBytes();
            session.append(0, 1, step(0));
            session.skip(5);
            relay.work();

            assertThat(relay.pendingBytes()).isEqualTo(bytes);
            assertThat(session.safeNext()).isEqualTo(6);
        }
    }

    @Test
    void sessionThatGoesOnAfterAKill_continuesWithItsNumbersAndItsAttempt() {
        Relay killed = relay(folder);
        RelayedSession before = killed.session(SESSION, "run", 1, null);
        before.append(0, 1, step(0));
        before.append(1, 1, step(1));
        killed.work();
        // As after a kill: closing gives the lock free and keeps what is not delivered.
        killed.close(Duration.ZERO);

        try (Relay next = relay(folder)) {
            long left = next.pendingBytes();
            assertThat(left).isPositive();
            RelayedSession after = next.session(SESSION, "run", 1, null);
            assertThat(after.safeNext()).isEqualTo(2);
            assertThat(after.attempt()).isEqualTo(before.attempt());
            after.append(2, 1, step(2));
            next.work();
            assertThat(next.pendingBytes()).isGreaterThan(left);
        }
        try (Relay last = relay(folder)) {
            assertThat(last.session(SESSION, "run", 1, null).safeNext()).isEqualTo(3);
        }
    }

    @Test
    void otherRunOrRankOfASession_isRefused() {
        try (Relay relay = relay(folder)) {
            RelayedSession session = relay.session(SESSION, "run", 0, 0);
            assertThat(relay.session(SESSION, "run", 0, 0)).isSameAs(session);
            assertThatThrownBy(() -> relay.session(SESSION, "other", 0, 0)).hasMessageContaining("another run");
            relay.end(session);
            assertThatThrownBy(() -> relay.session(SESSION, "run", 1, 0)).hasMessageContaining("another rank");
        }
    }

    @Test
    void startsOfARun_areCountedForEachRank() {
        try (Relay relay = relay(folder)) {
            assertThat(relay.session(1, "run", 0, null).attempt()).isZero();
            assertThat(relay.session(2, "run", 1, null).attempt()).isZero();
            assertThat(relay.session(3, "run", 0, null).attempt()).isEqualTo(1);
        }
    }

    @Test
    void endForTheJob_tellsItsLastStepAndWhatWasDropped() {
        try (Relay relay = relay(folder)) {
            RelayedSession session = relay.session(SESSION, "run", 0, 0);
            session.append(0, 1, step(41));
            session.append(1, 1, new Heartbeat(41L, 3L, 0L));
            RunEnded end = new RunEnded(Outcome.KILLED, null, null, -1L, 0L);

            session.endForJob(9, end);

            assertThat(end.getStep()).isEqualTo(41);
            assertThat(end.getDroppedRecords()).isEqualTo(3);
            assertThat(session.ended()).isTrue();
            session.append(3, 1, step(42));
            assertThat(session.next()).isEqualTo(3);
        }
    }

    @Test
    void fullSpool_dropsAndCountsAndKeepsRoomForTheEnd() {
        AgentSettings small = AgentSettings.builder()
                .bootstrapServers("127.0.0.1:1")
                .spoolFolder(folder)
                .spoolLimitBytes(64 << 10)
                .closeTimeout(Duration.ZERO)
                .build();
        RunEnded end = new RunEnded(Outcome.FINISHED, null, null, 9_999L, 1L);
        try (Relay relay = small.openRelay()) {
            RelayedSession session = relay.session(SESSION, "run", 0, 0);
            for (long step = 0; step < 10_000; step++) {
                session.append(step, 1, step(step));
            }
            relay.work();
            assertThat(session.safeNext())
                    .as("what was dropped is not asked for again")
                    .isEqualTo(10_000);
            session.append(10_000, 1, end);
            relay.work();
        }
        assertThat(end.getDroppedRecords()).isBetween(5_000L, 9_999L);
        try (Relay next = relay(folder)) {
            assertThat(next.session(SESSION, "run", 0, 0).ended()).isTrue();
        }
    }

    @Test
    void namesOfAJob_areCutAndCleaned() {
        try (Relay relay = relay(folder)) {
            Step step = step(0);
            step.setMetrics(Map.of("a\u001b" + "x".repeat(1_000), 1.0));
            step.setTensors(List.of());
            relay.session(SESSION, "run", 0, 0).append(0, 1, step);

            assertThat(step.getMetrics().keySet())
                    .allSatisfy(name -> assertThat(name).startsWith("a x").hasSize(256));
        }
        assertThat(Relay.isRunId("digits-é 1")).isTrue();
        assertThat(List.of("", " ", "a\n", "x".repeat(201), " a")).noneMatch(Relay::isRunId);
    }

    private static Relay relay(Path spool) {
        return AgentSettings.builder()
                .bootstrapServers("127.0.0.1:1")
                .spoolFolder(spool)
                .closeTimeout(Duration.ZERO)
                .build()
                .openRelay();
    }

    private static Step step(long step) {
        return Step.newBuilder().setStep(step).setLoss(0.5).build();
    }
}
