package io.gradwatch.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gradwatch.config.Configuration;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A start that fails leaves nothing behind; no broker is needed for that. */
@Isolated("it looks at the threads of the whole JVM")
class FleetServiceTest {

    @TempDir
    private Path folder;

    @Test
    void portThatIsTaken_closesWhatWasOpened() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Long> before = threads();
            FleetService service = service(taken.getLocalPort());
            assertThatThrownBy(service::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the fleet cannot listen at 127.0.0.1:" + taken.getLocalPort());
            assertEnded(before);
            assertThat(service.check()).isEmpty();
            assertThatThrownBy(service::start).hasMessage("the fleet service was started before");
        }
    }

    @Test
    void historyThatCannotBeOpened_closesTheTables() throws Exception {
        Files.writeString(folder.resolve("history"), "a file where a folder must be");
        List<Long> before = threads();
        assertThatThrownBy(service(0)::start).isInstanceOf(RuntimeException.class);
        assertEnded(before);
    }

    private FleetService service(int port) throws Exception {
        FleetSettings settings = Configuration.parse("fleet: {port: " + port + "}", "it.yml", Map.of())
                .read(FleetSettings::from);
        return new FleetService(settings, Map.of("bootstrap.servers", "127.0.0.1:1"), folder, Clock.systemUTC());
    }

    /** The parts have threads: of Kafka's clients, of the time-outs of SQL, of the server. */
    private static void assertEnded(List<Long> before) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread.getId()))
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.matches("(kafka|gradwatch|sql|fleet|history).*")));
    }

    private static List<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getId).toList();
    }
}
