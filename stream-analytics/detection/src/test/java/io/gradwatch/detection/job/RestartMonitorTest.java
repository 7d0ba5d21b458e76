package io.gradwatch.detection.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RestartMonitorTest {

    private static final String FAILURE = "java.lang.RuntimeException: task failed\n\tat Some.method\nCaused by: "
            + "java.io.IOException: disk is gone\n\tat Other.method";

    private static final String RESTORING = "java.lang.Exception: Exception while creating StreamOperatorStateContext\n"
            + "Caused by: org.apache.flink.util.FlinkException: Could not restore keyed state backend\nCaused by: ";

    private static final BooleanSupplier DAMAGED = () -> true;
    private static final BooleanSupplier INTACT = () -> false;

    private final RestartMonitor watch = new RestartMonitor();

    @Test
    void oneFailureSeenOften_isNoLoop() {
        for (int look = 0; look < 10; look++) {
            watch.failed(1_000, FAILURE);
        }

        assertThat(watch.loop(2_000)).isEmpty();
    }

    @Test
    void threeFailuresInAShortTime_areALoop_thatSaysWhy() {
        watch.failed(1_000, FAILURE);
        watch.failed(2_000, FAILURE);
        watch.failed(4_000, FAILURE);

        assertThat(watch.loop(11_000))
                .contains("restarts in a loop, 3 times within 10 s: java.lang.RuntimeException: task failed;"
                        + " caused by java.io.IOException: disk is gone");
    }

    @Test
    void failuresThatAreLongAgo_areNoLoop() {
        watch.failed(1_000, FAILURE);
        watch.failed(2_000, FAILURE);
        watch.failed(3_000, FAILURE);

        assertThat(watch.loop(1_001 + RestartMonitor.WINDOW.toMillis())).isEmpty();
    }

    @Test
    void contentThatIsRefused_isTheFaultOfTheCheckpoint() {
        assertThat(List.of(
                        RESTORING
                                + "org.apache.flink.util.StateMigrationException: The new key serializer is incompatible",
                        RESTORING + "io.gradwatch.detection.job.state.UnreadableStateException: run.engine is damaged",
                        RESTORING + "java.io.IOException: Could not find class 'io.gradwatch.Gone' in classpath.",
                        "java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint file:/c. Max"
                                + " parallelism mismatch"))
                .allMatch(failure -> RestartMonitor.isOfCheckpoint(failure, INTACT));
    }

    @Test
    void fileThatCannotBeRead_isTheFaultOfTheCheckpoint_onlyWhereItsFilesAreDamaged() {
        List<String> unread = List.of(
                RESTORING + "java.io.FileNotFoundException: /mnt/checkpoints/chk-1/a (No such file or directory)",
                RESTORING + "java.nio.file.NoSuchFileException: /mnt/checkpoints/chk-1/a",
                RESTORING + "java.nio.file.AccessDeniedException: /mnt/checkpoints/chk-1/a",
                RESTORING + "java.io.IOException: Stale file handle",
                RESTORING + "java.io.IOException: Input/output error",
                RESTORING + "java.io.EOFException",
                RESTORING + "java.io.IOException: the connection was closed");
        assertThat(unread).noneMatch(failure -> RestartMonitor.isOfCheckpoint(failure, INTACT));
        assertThat(unread).allMatch(failure -> RestartMonitor.isOfCheckpoint(failure, DAMAGED));
    }

    @Test
    void memoryAndBroker_areNeverTheFaultOfTheCheckpoint() {
        assertThat(List.of(
                        RESTORING + "java.lang.OutOfMemoryError: Java heap space",
                        RESTORING + "org.apache.kafka.common.errors.TimeoutException: no answer of the broker",
                        "java.lang.IllegalStateException: no state\n\tat "
                                + "org.apache.flink.streaming.api.operators.StreamOperatorStateHandler"
                                + ".initializeOperatorState(StreamOperatorStateHandler.java:1)",
                        FAILURE))
                .noneMatch(failure -> RestartMonitor.isOfCheckpoint(failure, DAMAGED));
    }
}
