package io.gradwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetMainTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void help_isPrinted() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(said()).contains("Usage:", "Example:");
    }

    @Test
    void wrongArguments_exitWith2() throws Exception {
        assertThat(run("--cnfig", "x")).isEqualTo(2);
        assertThat(run("--data")).isEqualTo(2);
        assertThat(said()).contains("Unknown argument '--cnfig'", "--data needs a value", "Usage:");
    }

    @Test
    void wrongConfiguration_exitsWith2AndAllProblems() throws Exception {
        Path config = folder.resolve("bad.yml");
        Files.writeString(config, "fleet:\n  port: many\n  liveretention: 3d\ndetectors: {}\n");

        assertThat(run("--config", config.toString())).isEqualTo(2);
        assertThat(said()).contains("bad.yml:2: fleet.port", "bad.yml:3: fleet.liveretention is not known");
        assertThat(said().lines()).hasSize(2);
    }

    @Test
    void portThatIsTaken_exitsWith1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = folder.resolve("port.yml");
            Files.writeString(config, "fleet: {port: " + taken.getLocalPort() + "}\n");

            assertThat(run("--config", config.toString(), "--data", folder.toString()))
                    .isEqualTo(1);
            assertThat(said()).contains("The fleet could not start: the fleet cannot listen at 127.0.0.1:");
        }
    }

    private int run(String... arguments) throws InterruptedException {
        return FleetMain.run(arguments, Map.of(), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
