package io.gradwatch.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.AgentGateway;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandTest {

    @TempDir
    Path folder;

    @Test
    void socketOfAnotherAgent_isToldAndLeft() throws Exception {
        Path socket = folder.resolve("agent.sock");
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers("127.0.0.1:1")
                .spoolFolder(folder.resolve("spool"))
                .closeTimeout(Duration.ZERO)
                .build();
        AgentPlace place = new AgentPlace(Optional.of(socket), Optional.empty());
        try (AgentGateway other = new AgentGateway(place, Optional.empty(), shipping)) {
            other.start();

            CommandRun run = CommandRun.of("agent", "--socket", socket.toString());

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("another agent listens at " + socket);
            assertThat(socket).exists();
        }
    }

    @Test
    void addressThatOthersReach_isNotUnderstood() {
        CommandRun run = CommandRun.of("agent", "--tcp", "0.0.0.0:4270");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'0.0.0.0:4270' must be a loopback address");
    }

    @Test
    void wrongConfiguration_isToldWithItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("gradwatch.yml"), "agent:\n  tcp: 192.0.2.1:4270\n  sokcet: x\n");

        CommandRun run = CommandRun.of("agent", "--config", file.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("agent.tcp was '192.0.2.1:4270'").contains("agent.socket");
    }
}
