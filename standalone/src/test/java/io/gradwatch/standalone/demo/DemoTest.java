package io.gradwatch.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.gateway.GatewaySettings;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.stack.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @Test
    void agent_listensApartFromTheUsersOwn_andTakesNothingOfTheirs(@TempDir Path folder) throws Exception {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        DemoScreen screen = new DemoScreen(out, false, Clock.systemUTC());
        try (DataFolder data = DataFolder.open(folder.resolve("it's"))) {
            GatewaySettings agent =
                    Demo.settings(data, screen, Terminal.ofProcess()).agent();

            assertThat(agent.socket()).contains(data.root().resolve("agent.sock"));
            assertThat(agent.lateHome(Map.of("HOME", "/home/ada"))).isEmpty();
        }
    }
}
