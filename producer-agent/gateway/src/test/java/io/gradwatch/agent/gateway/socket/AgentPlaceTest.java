package io.gradwatch.agent.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentPlaceTest {

    @Test
    void nothingIsSet_isASocketOfTheUser() {
        assertThat(AgentPlace.fromEnvironment(Map.of("XDG_RUNTIME_DIR", "/run/user/7")))
                .hasToString("unix:/run/user/7/gradwatch/agent.sock");
        assertThat(AgentPlace.fromEnvironment(Map.of()).socket())
                .contains(Path.of("/tmp/gradwatch-" + AgentPlace.userId() + "/agent.sock"));
    }

    @Test
    void variable_namesAnotherPlace() {
        assertThat(AgentPlace.fromEnvironment(Map.of("GRADWATCH_AGENT", "unix:/a/b.sock")))
                .hasToString("unix:/a/b.sock");
        AgentPlace tcp = AgentPlace.fromEnvironment(Map.of("GRADWATCH_AGENT", "tcp:127.0.0.1:4270"));
        assertThat(tcp.socket()).isEmpty();
        assertThat(tcp.tcp()).contains(new InetSocketAddress("127.0.0.1", 4270));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/b.sock",
                "unix:",
                "tcp:0.0.0.0:4270",
                "tcp:4270",
                "tcp:127.0.0.1:",
                "tcp:127.0.0.1:70000",
                "tcp:192.0.2.1:4270",
                "tcp::4270"
            })
    void placeThatCannotBe_isRefused(String place) {
        assertThatThrownBy(() -> AgentPlace.fromEnvironment(Map.of("GRADWATCH_AGENT", place)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(place.replace("tcp:", "").replace("unix:", ""))
                .hasMessageContaining("127.0.0.1:4270");
    }
}
