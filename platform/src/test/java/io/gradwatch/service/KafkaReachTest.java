package io.gradwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class KafkaReachTest {

    @Test
    void oneOfTheServersListens_isNoProblem() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(KafkaReach.problem("127.0.0.1:1, 127.0.0.1:" + listening.getLocalPort()))
                    .isEmpty();
        }
    }

    @Test
    void nobodyListens_saysWhereWhyAndWhatToDo_withoutNamesOfClasses() {
        assertThat(KafkaReach.problem("127.0.0.1:1").orElseThrow())
                .startsWith("Kafka at 127.0.0.1:1 does not answer (connection refused): start it")
                .contains("gradwatch up", "--bootstrap-servers", "GRADWATCH_BOOTSTRAP_SERVERS")
                .doesNotContain("java.", "Exception");
        assertThat(KafkaReach.problem("no-such-host.invalid:9092").orElseThrow())
                .contains("no host is called no-such-host.invalid");
        assertThat(KafkaReach.problem("nonsense").orElseThrow()).contains("'nonsense' is not host:port");
    }
}
