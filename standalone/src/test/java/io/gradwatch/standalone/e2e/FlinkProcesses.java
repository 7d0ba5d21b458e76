package io.gradwatch.standalone.e2e;

import io.gradwatch.detection.job.DetectionMain;
import io.gradwatch.kafka.testing.TestPorts;
import java.nio.file.Path;
import java.util.List;

/** Flink's JobManager and TaskManager and the submitter of detection, with the configuration of {@code docker/}. */
public final class FlinkProcesses {

    private static final Path CONFIGURATION =
            Path.of("..", "docker", "flink").toAbsolutePath().normalize();

    private final Path folder;
    private final JavaProcesses processes;
    private final int jobManagerPort = TestPorts.free();
    private final int restPort = TestPorts.free();

    /** @param folder for temporary files and checkpoints */
    public FlinkProcesses(Path folder, JavaProcesses processes) {
        this.folder = folder;
        this.processes = processes;
    }

    /** Port of the API of the JobManager. */
    public int restPort() {
        return restPort;
    }

    /** Folder of the checkpoints of the job. */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** Starts a JobManager; the configuration is that of Gradwatch, with the port of its metrics. */
    public void startJobManager(String name, Path configuration) {
        start(name, "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", configuration);
    }

    /** Starts a TaskManager. */
    public void startTaskManager(String name, Path configuration) {
        start(name, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", configuration);
    }

    private void start(String name, String mainClass, Path configuration) {
        processes.start(
                name,
                mainClass,
                List.of(
                        "--configDir",
                        CONFIGURATION.toString(),
                        "-Djobmanager.rpc.port=" + jobManagerPort,
                        "-Drest.port=" + restPort,
                        "-Dio.tmp.dirs=" + folder,
                        "-Dmetrics.reporter.gradwatch.configuration=" + configuration));
    }

    /** Submits the job of detection, and watches it. */
    public void submit(String name, Path configuration) {
        processes.start(
                name,
                DetectionMain.class.getName(),
                List.of(
                        "--config",
                        configuration.toString(),
                        "--job-manager",
                        "127.0.0.1:" + restPort,
                        "--checkpoints",
                        checkpoints().toString(),
                        "--watch"));
    }
}
