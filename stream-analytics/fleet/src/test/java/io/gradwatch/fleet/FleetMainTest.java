package io.gradwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.service.testing.ServiceMainContract;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetMainTest extends ServiceMainContract {

    @Override
    protected int run(String[] arguments, Map<String, String> environment, PrintStream out)
            throws InterruptedException {
        return FleetMain.run(arguments, environment, out);
    }

    @Override
    protected String wrongConfiguration() {
        return "fleet:\n  port: many\n  liveretention: 3d\ndetectors: {}\n";
    }

    @Override
    protected String[] problems() {
        return new String[] {"bad.yml:2: fleet.port", "bad.yml:3: fleet.liveretention is not known"};
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
}
