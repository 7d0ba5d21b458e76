package io.gradwatch.agent.gateway;

import io.gradwatch.agent.gateway.socket.AgentPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A training job in a process of its own, which hands a few records over and then waits to be killed. */
final class DyingJob {

    private DyingJob() {}

    /** Arguments: socket, session, run id. Prints a line once the agent has all. */
    public static void main(String[] arguments) throws IOException {
        AgentPlace place = new AgentPlace(Optional.of(Path.of(arguments[0])), Optional.empty());
        long session = Long.parseLong(arguments[1]);
        try (TestJob job = TestJob.connect(place)) {
            job.say(TestJob.hello(session, arguments[2], ProcessHandle.current().pid()));
            job.say(TestJob.started(0, "dying")).say(TestJob.step(1, 41)).awaitAcknowledged(2);
            System.out.println("ready to die");
            System.in.read();
        }
    }
}
