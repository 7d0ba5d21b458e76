package io.gradwatch.standalone.chaos;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.awaitility.Awaitility.await;

import io.gradwatch.kafka.testing.TestPorts;
import io.gradwatch.standalone.Main;
import io.gradwatch.standalone.e2e.JavaProcesses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The whole monitor as one process, {@code gradwatch up}. */
final class UpParts implements Parts {

    private static final String UP = "up";

    private final Path folder;
    private final Channels channels;
    private final JavaProcesses processes;
    private final int kafkaPort = TestPorts.free();
    private final int pagePort = TestPorts.free();
    private final SmallDisk disk;
    private Path config;

    /** @param folder for state and logs */
    UpParts(Path folder, Channels channels) throws IOException, InterruptedException {
        this.folder = folder;
        this.disk = new SmallDisk(folder.resolve("disk"));
        this.channels = channels;
        this.processes = new JavaProcesses(folder);
    }

    @Override
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>(Channels.TARGETS);
        targets.addAll(List.of(
                new Target(UP, FaultKind.KILL, 6),
                new Target(UP, FaultKind.TERMINATE, 2),
                new Target(UP, FaultKind.STOP, 4),
                new Target(UP, FaultKind.DAMAGED_CHECKPOINT, 1),
                new Target(UP, FaultKind.DAMAGED_COMMIT, 1)));
        if (disk.mounted()) {
            targets.add(new Target(UP, FaultKind.FULL_DISK, 1));
        }
        return targets;
    }

    @Override
    public void start() throws IOException {
        config = Files.writeString(
                folder.resolve("gradwatch.yaml"),
                """
                data-folder: %s
                kafka: {port: %d}
                agent: {socket: %s}
                fleet: {port: %d, history: {flush-after: 2s}}
                """.formatted(data(), kafkaPort, folder.resolve("up.sock"), pagePort) + channels.configuration(false));
        startUp();
        await().atMost(PATIENCE)
                .until(() -> Files.readString(folder.resolve("up.log")).contains("Gradwatch is up"));
    }

    private Path data() {
        return folder.resolve("disk").resolve("data");
    }

    private void startUp() {
        processes.start(UP, Main.class.getName(), List.of("up", "--config", config.toString()), List.of("-Xmx768m"));
    }

    @Override
    public String kafka() {
        return "127.0.0.1:" + kafkaPort;
    }

    @Override
    public URI page() {
        return URI.create("http://127.0.0.1:" + pagePort);
    }

    @Override
    public void hurt(Fault fault) throws Exception {
        if (!fault.part().equals(UP)) {
            channels.hurt(fault);
            return;
        }
        switch (fault.kind()) {
            case STOP -> processes.pause(UP);
            case FULL_DISK -> disk.fill();
            case TERMINATE -> processes.terminate(UP);
            default -> processes.kill(UP);
        }
        Damage damage = new Damage(fault.seed());
        if (fault.kind() == FaultKind.DAMAGED_CHECKPOINT) {
            damage.newestCheckpoint(data().resolve("detection"));
        } else if (fault.kind() == FaultKind.DAMAGED_COMMIT) {
            damage.newestCommit(data().resolve("fleet/history"));
        }
    }

    @Override
    public void mend(Fault fault) throws Exception {
        if (!fault.part().equals(UP)) {
            channels.mend();
        } else if (fault.kind() == FaultKind.STOP) {
            processes.resume(UP);
        } else if (fault.kind() == FaultKind.FULL_DISK) {
            disk.free();
        } else {
            startUp();
        }
    }

    @Override
    public List<String> revive() {
        List<String> ended = processes.dead();
        if (!ended.isEmpty()) {
            startUp();
        }
        return ended.stream().map(part -> part + " ended by itself").toList();
    }

    @Override
    public String logs() {
        return processes.logs();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            processes.close();
        } finally {
            disk.close();
        }
    }
}
