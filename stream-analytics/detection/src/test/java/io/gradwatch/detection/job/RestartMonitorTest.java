package io.gradwatch.detection.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestartMonitorTest {

    private static final String FAILURE = "java.lang.RuntimeException: task failed\n\tat Some.method\nCaused by: "
            + "java.io.IOException: disk is gone\n\tat Other.method";

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
    void lackOfMemory_isNotTheFaultOfACheckpoint() {
        assertThat(RestartMonitor.isOfCheckpoint("Could not restore keyed state backend"))
                .isTrue();
        assertThat(RestartMonitor.isOfCheckpoint("Could not restore keyed state backend: OutOfMemoryError"))
                .isFalse();
        assertThat(RestartMonitor.isOfCheckpoint(FAILURE)).isFalse();
    }

    @Test
    void aBrokerThatDoesNotAnswerAnOperator_isNotTheFaultOfACheckpoint() {
        assertThat(RestartMonitor.isOfCheckpoint("java.lang.IllegalStateException: no state\n\tat "
                        + "org.apache.flink.streaming.api.operators.StreamOperatorStateHandler"
                        + ".initializeOperatorState(StreamOperatorStateHandler.java:1)"))
                .isFalse();
        assertThat(RestartMonitor.isOfCheckpoint("Could not restore the sink\nCaused by: "
                        + "org.apache.kafka.common.errors.TimeoutException: no answer of the broker"))
                .isFalse();
    }
}
