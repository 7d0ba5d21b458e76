package io.gradwatch.standalone.e2e;

import io.gradwatch.detection.job.DetectionMain;
import io.gradwatch.kafka.testing.TestPorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A Flink cluster as processes, as the containers run it, and the submitter of the detection job. */
public final class FlinkProcesses {

    private static final Path CONFIGURATION =
            Path.of("..", "docker", "flink").toAbsolutePath().normalize();

    private final Path folder;
    private final JavaProcesses processes;
    private final int jobManagerPort = TestPorts.free();
    private final int restPort = TestPorts.free();

    /** @param folder for state */
    public FlinkProcesses(Path folder, JavaProcesses processes) {
        this.folder = folder;
        this.processes = processes;
    }

    /** Address of the JobManager's REST interface. */
    public URI rest() {
        return URI.create("http://127.0.0.1:" + restPort);
    }

    /** Folder of the job's checkpoints. */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** Starts the JobManager under a name. */
    public void startJobManager(String name, Path config) {
        start(name, "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", config);
    }

    /** Starts a TaskManager under a name. */
    public void startTaskManager(String name, Path config) {
        start(name, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", config);
    }

    private void start(String name, String mainClass, Path config) {
        processes.start(
                name,
                mainClass,
                List.of(
                        "--configDir",
                        CONFIGURATION.toString(),
                        "-Djobmanager.rpc.port=" + jobManagerPort,
                        "-Drest.port=" + restPort,
                        "-Dio.tmp.dirs=" + folder,
                        "-Dmetrics.reporter.gradwatch.configuration=" + config));
    }

    /** Starts what submits the job and watches it. */
    public void startSubmitter(String name, Path config) {
        processes.start(
                name,
                DetectionMain.class.getName(),
                List.of(
                        "--config",
                        config.toString(),
                        "--job-manager",
                        rest().getAuthority(),
                        "--checkpoints",
                        checkpoints().toString(),
                        "--watch"));
    }
}
