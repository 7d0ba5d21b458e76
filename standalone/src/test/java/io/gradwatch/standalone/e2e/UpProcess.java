package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code gradwatch up} in a process of its own on free ports, as jobs, commands and browsers meet it. */
final class UpProcess implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final int kafkaPort = JavaProcesses.freePort();
    private final int pagePort = JavaProcesses.freePort();
    private final JavaProcesses processes;

    /**
     * Starts it and returns when it is up.
     *
     * @param folder of its state and logs
     */
    UpProcess(Path folder) throws IOException {
        this.folder = folder;
        this.processes = new JavaProcesses(folder);
        Path config = Files.writeString(folder.resolve("gradwatch.yaml"), """
                data-folder: %s
                kafka:
                  port: %d
                agent:
                  socket: %s
                fleet:
                  port: %d
                """.formatted(
                        folder.resolve("data"), kafkaPort, agentSocket(), pagePort));
        processes.start("up", Main.class.getName(), List.of("up", "--config", config.toString()));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Files.readString(folder.resolve("up.log"))).contains("See them at " + page("")));
    }

    /** Address of its Kafka: host and port. */
    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** Socket at which its agent listens. */
    Path agentSocket() {
        return folder.resolve("up.sock");
    }

    /** Address of a page. */
    String page(String path) {
        return "http://127.0.0.1:" + pagePort + path;
    }

    /** Settings of the agents of jobs. */
    AgentSettings agent() {
        return AgentSettings.fromEnvironment(Map.of(
                "GRADWATCH_BOOTSTRAP_SERVERS",
                kafka(),
                "GRADWATCH_SPOOL_FOLDER",
                folder.resolve("spool").toString()));
    }

    /** Output of a command that asks it, which must do what it was asked for. */
    String gradwatch(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server=" + page(""));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    /** Asks until the output of a command contains a text. */
    void awaitOutput(String wanted, String... arguments) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gradwatch(arguments)).contains(wanted));
    }

    @Override
    public void close() throws InterruptedException {
        processes.close();
    }
}
