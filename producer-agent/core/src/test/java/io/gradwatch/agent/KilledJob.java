package io.gradwatch.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A training job in a process of its own, which records steps until it is killed. */
final class KilledJob {

    private KilledJob() {}

    /** Arguments: bootstrap servers, spool folder, run id, steps; prints a line once all steps are spooled. */
    public static void main(String[] arguments) throws IOException {
        AgentSettings settings = AgentSettings.builder()
                .bootstrapServers(arguments[0])
                .spoolFolder(Path.of(arguments[1]))
                .heartbeatInterval(Duration.ofMinutes(10))
                .closeTimeout(Duration.ofSeconds(1))
                .build();
        TrainingRun run =
                TrainingRun.start(RunDescription.builder().runId(arguments[2]).build(), settings);
        while (run.spooledBytes() == 0) {
            // The start of the run is on its way.
            LockSupport.parkNanos(100_000);
        }
        long steps = Long.parseLong(arguments[3]);
        for (long step = 0; step < steps; step++) {
            long before = run.spooledBytes();
            run.step(step).loss(step).publish();
            while (run.spooledBytes() == before) {
                LockSupport.parkNanos(100_000);
            }
        }
        System.out.println("spooled");
        System.in.read();
    }
}
