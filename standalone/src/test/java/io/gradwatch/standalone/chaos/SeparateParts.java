package io.gradwatch.standalone.chaos;

import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.AlertingMain;
import io.gradwatch.fleet.FleetMain;
import io.gradwatch.kafka.CreateTopics;
import io.gradwatch.kafka.testing.TestPorts;
import io.gradwatch.standalone.e2e.CuttableLine;
import io.gradwatch.standalone.e2e.FlinkProcesses;
import io.gradwatch.standalone.e2e.JavaProcesses;
import io.gradwatch.standalone.e2e.KafkaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each part as a process of its own, as the containers run them: Kafka, Flink's JobManager and TaskManager, the
 * submitter of the job, alerting and the fleet. Each reaches Kafka over a line of its own.
 */
final class SeparateParts implements Parts {

    private static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final String JOB_MANAGER = "jobmanager";
    private static final String TASK_MANAGER = "taskmanager";
    private static final String SUBMITTER = "detection";
    private static final String ALERTING = "alerting";
    private static final String FLEET = "fleet";

    private final Path folder;
    private final Channels channels;
    private final JavaProcesses processes;
    private final KafkaProcess kafka;
    private final FlinkProcesses flink;
    private final int pagePort = TestPorts.free();
    private final Map<String, Runnable> starts = new LinkedHashMap<>();

    /** @param folder for state and logs */
    SeparateParts(Path folder, Channels channels) throws IOException {
        this.folder = folder;
        this.channels = channels;
        this.processes = new JavaProcesses(folder);
        this.kafka = new KafkaProcess(folder, processes, List.of(SUBMITTER, ALERTING, FLEET));
        starts.put(KafkaProcess.NAME, kafka::start);
        this.flink = new FlinkProcesses(folder, processes);
        starts.put(JOB_MANAGER, () -> flink.startJobManager(JOB_MANAGER, config(SUBMITTER)));
        starts.put(TASK_MANAGER, () -> flink.startTaskManager(TASK_MANAGER, config(SUBMITTER)));
        starts.put(SUBMITTER, () -> flink.startSubmitter(SUBMITTER, config(SUBMITTER)));
        starts.put(ALERTING, () -> service(ALERTING, AlertingMain.class, List.of()));
        starts.put(FLEET, () -> service(FLEET, FleetMain.class, List.of("-Xmx512m")));
    }

    @Override
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>(Channels.TARGETS);
        for (String part : List.of(KafkaProcess.NAME, TASK_MANAGER, ALERTING, FLEET)) {
            targets.add(new Target(part, FaultKind.KILL, 4));
            targets.add(new Target(part, FaultKind.TERMINATE, 1));
            targets.add(new Target(part, FaultKind.STOP, 2));
        }
        targets.add(new Target(JOB_MANAGER, FaultKind.KILL, 2));
        targets.add(new Target(JOB_MANAGER, FaultKind.STOP, 1));
        targets.add(new Target(SUBMITTER, FaultKind.KILL, 1));
        for (String part : List.of(SUBMITTER, ALERTING, FLEET)) {
            targets.add(new Target(part, FaultKind.CUT, 2));
            targets.add(new Target(part, FaultKind.HANG, 2));
        }
        targets.add(new Target(JOB_MANAGER, FaultKind.DAMAGED_CHECKPOINT, 1));
        targets.add(new Target(FLEET, FaultKind.DAMAGED_COMMIT, 1));
        return targets;
    }

    @Override
    public void start() throws Exception {
        kafka.format();
        starts.get(KafkaProcess.NAME).run();
        processes.run("topics", CreateTopics.class.getName(), List.of(kafka(), "2", "1"));
        for (String part : List.of(SUBMITTER, ALERTING, FLEET)) {
            Files.writeString(
                    config(part), """
                    kafka: {bootstrap-servers: "%s"}
                    fleet: {port: %d, history: {flush-after: 2s}}
                    """.formatted(kafka.bootstrapServers(part), pagePort) + channels.configuration());
        }
        for (String part : List.of(JOB_MANAGER, TASK_MANAGER, SUBMITTER, ALERTING, FLEET)) {
            starts.get(part).run();
        }
        PageApi page = new PageApi(page());
        PageApi jobs = new PageApi(flink.rest());
        await().atMost(LONGEST_START).ignoreExceptions().until(() -> page.answers("/health", "\"up\""));
        await().atMost(LONGEST_START).ignoreExceptions().until(() -> jobs.answers("/jobs/overview", "RUNNING"));
    }

    private Path config(String part) {
        return folder.resolve(part + "-gradwatch.yaml");
    }

    private void service(String name, Class<?> mainClass, List<String> options) {
        processes.start(
                name,
                mainClass.getName(),
                List.of(
                        "--config",
                        config(name).toString(),
                        "--data",
                        folder.resolve(name + "-data").toString()),
                options);
    }

    @Override
    public String kafka() {
        return kafka.bootstrapServers();
    }

    @Override
    public URI page() {
        return URI.create("http://127.0.0.1:" + pagePort);
    }

    @Override
    public void hurt(Fault fault) throws Exception {
        String part = fault.part();
        switch (fault.kind()) {
            case KILL -> processes.kill(part);
            case TERMINATE -> processes.terminate(part);
            case STOP -> processes.pause(part);
            case DAMAGED_CHECKPOINT -> {
                processes.kill(part);
                new Damage(fault.seed()).newestCheckpoint(flink.checkpoints());
            }
            case DAMAGED_COMMIT -> {
                processes.kill(part);
                new Damage(fault.seed()).newestCommit(folder.resolve(FLEET + "-data/history"));
            }
            default -> cut(fault);
        }
    }

    private void cut(Fault fault) {
        if (!starts.containsKey(fault.part())) {
            channels.hurt(fault);
            return;
        }
        CuttableLine line = kafka.line(fault.part());
        if (fault.kind() == FaultKind.CUT) {
            line.cut();
        } else {
            line.hang();
        }
    }

    @Override
    public void mend(Fault fault) throws Exception {
        if (!starts.containsKey(fault.part())) {
            channels.mend();
        } else if (fault.kind().endsProcess()) {
            starts.get(fault.part()).run();
        } else if (fault.kind() == FaultKind.STOP) {
            processes.resume(fault.part());
        } else {
            kafka.line(fault.part()).mend();
        }
    }

    @Override
    public List<String> revive() {
        List<String> ended = processes.dead();
        ended.forEach(part -> starts.get(part).run());
        return ended.stream().map(part -> part + " ended by itself").toList();
    }

    @Override
    public String logs() {
        return processes.logs();
    }

    @Override
    public void close() throws Exception {
        try {
            processes.close();
        } finally {
            kafka.close();
        }
    }
}
