package io.gradwatch.agent.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.spool.FileSpool;
import io.gradwatch.agent.spool.SessionSpools;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends of runs that a listener records, read from the spool: no Kafka is there. */
class ListenedRunTest {

    @TempDir
    Path spool;

    private final Guard guard = new Guard(ListenedRunTest.class);

    @Test
    void trainingThatEnds_finishesTheRun() throws Exception {
        try (ListenedRun run = own()) {
            run.watch(() -> run.started(given -> given.completedBy(RunDescription.named("of the network"))));
        }
        assertThat(last(RunEnded.class).getOutcome()).isEqualTo(Outcome.FINISHED);
    }

    @Test
    void trainingThatFails_failsTheRunAndThrowsOn() throws Exception {
        try (ListenedRun run = own()) {
            assertThatThrownBy(() -> run.watch(() -> {
                        run.started(UnaryOperator.identity());
                        throw new IOException("disk");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk");
        }
        RunEnded end = last(RunEnded.class);
        assertThat(end.getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.getException()).isEqualTo(IOException.class.getName());
        assertThat(end.getMessage()).isEqualTo("disk");
    }

    @Test
    void failureBeforeTheFirstStep_isToldToo() throws Exception {
        try (ListenedRun run = own()) {
            run.fail(new OutOfMemoryError("heap"));
            run.end(TrainingRun::finish);
        }
        assertThat(last(RunEnded.class).getOutcome()).as("the first end counts").isEqualTo(Outcome.OUT_OF_MEMORY);
    }

    @Test
    void runThatNeverStarts_leavesNothing() throws Exception {
        try (ListenedRun run = own()) {
            run.end(TrainingRun::stop);
        }
        assertThat(newest()).isEmpty();
    }

    @Test
    void runOfTheJob_isNotEndedByTheListener() throws Exception {
        TrainingRun given = TrainingRun.start(RunDescription.named("job"), settings());
        try (ListenedRun run = new ListenedRun(guard, given)) {
            assertThat(run.isOwn()).isFalse();
            assertThat(run.started(description -> {
                        throw new AssertionError("it is there");
                    }))
                    .isSameAs(given);
        }
        given.stop();
        given.close();
        assertThat(last(RunEnded.class).getOutcome()).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void runWithoutATrainingRun_neverThrows() {
        try (ListenedRun run = new ListenedRun(guard, null)) {
            run.fail(new IllegalStateException("nobody hears it"));
        }
        assertThat(guard.rests(GuardedPart.START)).isFalse();
        assertThat(guard.rests(GuardedPart.END)).isFalse();
    }

    @Test
    void endThatThrows_restsAndReachesNobody() {
        ListenedRun run = own();
        try (TrainingRun started = run.started(UnaryOperator.identity())) {
            run.end(ended -> {
                throw new IllegalStateException("planted");
            });
            run.close();
            started.stop();
        }
        assertThat(guard.rests(GuardedPart.END)).isTrue();
        assertThat(guard.rests(GuardedPart.START)).isFalse();
    }

    private ListenedRun own() {
        return new ListenedRun(guard, RunDescription.named("job"), settings());
    }

    private AgentSettings settings() {
        return AgentSettings.builder()
                .bootstrapServers("127.0.0.1:1")
                .spoolFolder(spool)
                .closeTimeout(Duration.ZERO)
                .build();
    }

    private <T> T last(Class<T> type) throws Exception {
        List<Telemetry> newest = newest();
        assertThat(newest).hasSize(1);
        assertThat(newest.get(0).getEvent()).isNotInstanceOf(RunStarted.class);
        return type.cast(newest.get(0).getEvent());
    }

    /** The last record of each session that waits. */
    private List<Telemetry> newest() throws Exception {
        List<byte[]> found = new ArrayList<>();
        List<FileSpool> orphans =
                new SessionSpools(spool, 1 << 20, 1 << 20, "").orphans(session -> found.add(session.newest()));
        orphans.forEach(FileSpool::close);
        List<Telemetry> records = new ArrayList<>();
        for (byte[] record : found) {
            records.add(Topics.TELEMETRY.codec().decode(record));
        }
        return records;
    }
}
