package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.alerting.testing.LoopbackSlack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a job that saves checkpoints to the message that says which one is good, beside {@code gradwatch up}. */
class LastGoodCheckpointIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String RUN = "saves-and-fails";

    @TempDir
    private Path folder;

    private LoopbackSlack slack;
    private UpProcess up;

    @BeforeEach
    void start() throws Exception {
        slack = new LoopbackSlack();
        up = new UpProcess(folder).with(NotifiedRuns.configuration(slack)).start();
    }

    @AfterEach
    void stop() throws Exception {
        up.close();
        slack.close();
    }

    @Test
    void jobThatSaves_isToldItsLastGoodCheckpoint_inSlackAndByCommands() throws Exception {
        train();

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(slack.posted())
                        .as(up.processes()::logs)
                        .anyMatch(message -> message.body().toString().contains("Loss is NaN")
                                && message.body()
                                        .toString()
                                        .contains("*Last good checkpoint*\\nstep 40, ckpt/step-40.pt, saved ")));
        up.awaitOutput("\"nan\"", "alerts", "--run", RUN, "--json");
        String id = up.gradwatch("alerts", "--run", RUN, "--json")
                .lines()
                .filter(line -> line.contains("\"class\":\"nan\""))
                .map(line -> line.replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
        assertThat(up.gradwatch("alerts", id))
                .contains("Last good checkpoint:", "step 40: ckpt/step-40.pt", "1 saved later may hold the fault");
        up.awaitOutput(
                "ckpt/step-50.pt", "sql", "SELECT step, path FROM checkpoints WHERE run = '" + RUN + "' ORDER BY step");
    }

    /** The weights are spoiled at step 49, which the loss of step 50 shows: what is saved between is not good. */
    private void train() {
        RunDescription description = RunDescription.builder()
                .runId(RUN)
                .project("checkpoints")
                .name(RUN)
                .build();
        try (TrainingRun run = TrainingRun.start(description, up.agent())) {
            for (int step = 0; step < 60; step++) {
                if (step == 20 || step == 40 || step == 50) {
                    run.checkpointSaved(step, "ckpt/step-" + step + ".pt", 4096L, Map.of("val/loss", 0.5));
                }
                run.step(step)
                        .loss(step < 50 ? 2.0 / (1 + 0.01 * step) : Double.NaN)
                        .learningRate(0.01)
                        .publish();
            }
        }
    }
}
