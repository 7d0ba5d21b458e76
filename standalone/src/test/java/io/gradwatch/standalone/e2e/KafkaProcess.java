package io.gradwatch.standalone.e2e;

import io.gradwatch.kafka.testing.TestPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Kafka as a process, with a listener for each part, which advertises the address of the line of the part. */
public final class KafkaProcess implements AutoCloseable {

    /** Name of the process. */
    public static final String NAME = "kafka";

    private final Path folder;
    private final JavaProcesses processes;
    private final int port = TestPorts.free();
    private final int controller = TestPorts.free();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, CuttableLine> lines = new LinkedHashMap<>();

    /** @param clients parts that have a line of their own */
    public KafkaProcess(Path folder, JavaProcesses processes, List<String> clients) throws IOException {
        this.folder = folder;
        this.processes = processes;
        for (String client : clients) {
            ports.put(client, TestPorts.free());
            lines.put(client, new CuttableLine(ports.get(client)));
        }
    }

    /** Makes its folder ready. */
    public void format() throws IOException, InterruptedException {
        StringBuilder listeners = new StringBuilder("PLAINTEXT://127.0.0.1:" + port);
        StringBuilder advertised = new StringBuilder(listeners);
        StringBuilder security = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        ports.forEach((client, own) -> {
            String listener = "," + client.toUpperCase(Locale.ROOT);
            listeners.append(listener).append("://127.0.0.1:").append(own);
            advertised
                    .append(listener)
                    .append("://127.0.0.1:")
                    .append(lines.get(client).port());
            security.append(listener).append(":PLAINTEXT");
        });
        Files.writeString(
                properties(), """
                node.id=1
                process.roles=broker,controller
                controller.quorum.voters=1@127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listeners=%2$s,CONTROLLER://127.0.0.1:%1$d
                advertised.listeners=%3$s
                listener.security.protocol.map=%4$s
                log.dirs=%5$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=8388608
                """.formatted(controller, listeners, advertised, security, folder.resolve(NAME)));
        processes.run(
                "kafka-format",
                "kafka.tools.StorageTool",
                List.of(
                        "format",
                        "-t",
                        "MkU3OEVBNTcwNTJENDM2Qk",
                        "-c",
                        properties().toString()));
    }

    /** Starts it. */
    public void start() {
        processes.start(NAME, "kafka.Kafka", List.of(properties().toString()));
    }

    private Path properties() {
        return folder.resolve("kafka.properties");
    }

    /** Address for clients without a line of their own. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Address for a part, over its line. */
    public String bootstrapServers(String client) {
        return "127.0.0.1:" + lines.get(client).port();
    }

    /** The line of a part. */
    public CuttableLine line(String client) {
        return lines.get(client);
    }

    @Override
    public void close() throws IOException {
        for (CuttableLine line : lines.values()) {
            line.close();
        }
    }
}
