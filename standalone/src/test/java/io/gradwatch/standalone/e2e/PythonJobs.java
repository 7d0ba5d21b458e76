package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Scripts of {@code src/test/python} in processes of their own beside an agent. None survives {@link #close}. */
final class PythonJobs implements AutoCloseable {

    static final String PYTHON = "/usr/bin/python3";

    private static final Path PACKAGE = Path.of("..", "producer-agent", "python", "src");
    private static final Path SCRIPTS = Path.of("src", "test", "python");

    private final Path folder;
    private final Path agentSocket;
    private final List<Process> jobs = new ArrayList<>();

    /**
     * @param folder for a log of the errors of each
     * @param agentSocket socket of the agent
     */
    PythonJobs(Path folder, Path agentSocket) {
        this.folder = folder;
        this.agentSocket = agentSocket;
    }

    /** Skips the test where there is no Python. */
    static void assumePython() {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is missing");
    }

    /** Skips the test where Python has no PyTorch. */
    static void assumePyTorch() throws Exception {
        boolean there = Files.isExecutable(Path.of(PYTHON))
                && new ProcessBuilder(PYTHON, "-c", "import torch")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(there, PYTHON + " has no PyTorch (Debian: python3-torch)");
    }

    /** Starts a script, whose errors go to {@code job-NAME.log}. */
    Process start(String name, String script, String... arguments) throws IOException {
        return start(name, Map.of(), script, arguments);
    }

    /** The same with more variables. */
    Process start(String name, Map<String, String> environment, String script, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(log(name).toFile());
        builder.environment()
                .putAll(Map.of(
                        "PYTHONPATH",
                        PACKAGE.toString(),
                        "PYTHONDONTWRITEBYTECODE",
                        "1",
                        "GRADWATCH_AGENT",
                        "unix:" + agentSocket,
                        "OMP_NUM_THREADS",
                        "1"));
        builder.environment().putAll(environment);
        Process job = builder.start();
        jobs.add(job);
        return job;
    }

    /** Errors of a job. */
    Path log(String name) {
        return folder.resolve("job-" + name + ".log");
    }

    /** Waits until a job has ended by itself. */
    static void awaitEnd(Process job) throws InterruptedException {
        assertThat(job.waitFor(UpProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    @Override
    public void close() throws InterruptedException {
        for (Process job : jobs) {
            job.destroyForcibly().waitFor();
        }
    }
}
