package io.gradwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TakenPortTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void somebodyListens_isNamedWithItsProcess() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(TakenPort.problem("the page", "127.0.0.1", taken.getLocalPort(), "fleet.port"))
                    .startsWith("the page cannot listen at 127.0.0.1:" + taken.getLocalPort()
                            + ", which is taken by process "
                            + ProcessHandle.current().pid() + " (")
                    .contains("fleet.port (GRADWATCH_FLEET_PORT)");
        }
    }

    @Test
    void holderCannotBeFound_onlyThePortIsNamed() {
        assertThat(TakenPort.problem("Kafka", "127.0.0.1", 1, "alerting.metrics.port"))
                .isEqualTo("Kafka cannot listen at 127.0.0.1:1, which is taken by another process: stop that, or set"
                        + " alerting.metrics.port (GRADWATCH_ALERTING_METRICS_PORT) to another port");
    }
}
