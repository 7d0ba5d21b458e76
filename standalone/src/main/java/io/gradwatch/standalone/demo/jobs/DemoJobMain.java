package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.TrainingRun;
import java.io.PrintStream;

/**
 * Trains one job of the demo in a process of its own: {@code DemoJobMain NAME}. The environment variables of the agent
 * say where it connects; the run is called like the job. It prints the number of every step, one a line.
 */
public final class DemoJobMain {
    private DemoJobMain() {}

    /** Exits with 0 when the job is done, with 2 when there is no such job, and with 1 when training failed. */
    public static void main(String[] arguments) {
        DemoJob job = arguments.length == 1 ? DemoJobs.named(arguments[0]) : null;
        if (job == null) {
            System.err.println("usage: DemoJobMain NAME, where NAME is one of " + DemoJobs.names());
            System.exit(2);
        }
        train(job, System.out);
        // Threads of ND4J would keep the process.
        System.exit(0);
    }

    private static void train(DemoJob job, PrintStream out) {
        try (TrainingRun run = TrainingRun.start(job.description(), AgentSettings.fromEnvironment())) {
            try {
                job.train(run, report -> out.println(report.step()));
            } catch (RuntimeException | Error failure) {
                run.fail(failure);
                throw failure;
            }
        }
    }
}
