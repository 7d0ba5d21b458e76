package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.kafka.testing.TestPorts;
import io.gradwatch.patience.testing.Patience;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code gradwatch up} in a process of its own on free ports, as jobs, commands and browsers meet it. It can be killed
 * and started again on its data folder.
 */
final class UpProcess implements AutoCloseable {

    static final Duration PATIENCE = Patience.PATIENCE;

    private final Path folder;
    private final int kafkaPort = TestPorts.free();
    private final int pagePort = TestPorts.free();
    private final int mlflowPort = TestPorts.free();
    private final JavaProcesses processes;
    private String sections = "";
    private final List<String> options = new ArrayList<>();
    private String ofAgent = "";
    private int starts;

    /** @param folder of its state and logs */
    UpProcess(Path folder) {
        this.folder = folder;
        this.processes = new JavaProcesses(folder);
    }

    /** Adds sections to its configuration. */
    UpProcess with(String more) {
        sections += more;
        return this;
    }

    /** Lets its agent answer MLflow clients. */
    UpProcess withMlflow() {
        ofAgent = ", mlflow: " + mlflowPort;
        return this;
    }

    /** Adds options of its JVM. */
    UpProcess options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Starts it, with further arguments, and returns when it is up. */
    UpProcess start(String... arguments) throws IOException {
        String name = "up-" + ++starts;
        Path config = Files.writeString(folder.resolve("gradwatch.yaml"), """
                data-folder: %s
                kafka: {port: %d}
                agent: {socket: %s%s}
                fleet: {port: %d}
                %s""".formatted(
                        data(), kafkaPort, agentSocket(), ofAgent, pagePort, sections));
        List<String> all = new ArrayList<>(List.of("up", "--config", config.toString()));
        all.addAll(List.of(arguments));
        processes.start(name, Main.class.getName(), all, options);
        processes.awaitLog(name, "Gradwatch is up");
        return this;
    }

    /** Kills it. */
    void kill() throws InterruptedException {
        processes.kill("up-" + starts);
    }

    /** Asks it to stop, and waits for its end. */
    void terminate() throws InterruptedException {
        processes.terminate("up-" + starts);
    }

    /** Id of its process. */
    long pid() {
        return processes.pid("up-" + starts);
    }

    /** Its process, and those that a test starts beside it. */
    JavaProcesses processes() {
        return processes;
    }

    /** Folder of its state. */
    Path data() {
        return folder.resolve("data");
    }

    /** Address of its Kafka: host and port. */
    String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** Socket at which its agent listens. */
    Path agentSocket() {
        return folder.resolve("up.sock");
    }

    /** Port at which its agent answers MLflow clients. */
    int mlflowPort() {
        return mlflowPort;
    }

    /** Port of its Kafka. */
    int kafkaPort() {
        return kafkaPort;
    }

    /** Port of its page. */
    int pagePort() {
        return pagePort;
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
