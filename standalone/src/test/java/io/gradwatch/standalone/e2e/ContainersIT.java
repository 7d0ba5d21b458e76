package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * The end-to-end way through the containers of {@code docker/compose.yaml}. Skipped where there is no Docker engine.
 */
@Tag("docker")
@Testcontainers(disabledWithoutDocker = true)
class ContainersIT {

    private static final Duration START_UP = Duration.ofMinutes(15);
    private static final String KAFKA = "127.0.0.1:9092";

    @Container
    private static final ComposeContainer STACK = stack();

    /** The containers start when the class is first used, and need their secrets then. */
    private static ComposeContainer stack() {
        try {
            Process made = new ProcessBuilder("sh", "../docker/make-secrets.sh")
                    .inheritIO()
                    .start();
            assertThat(made.waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the secrets could not be made", e);
        }
        return new ComposeContainer(new File("../docker/compose.yaml"))
                .withBuild(true)
                .waitingFor("detection", Wait.forHealthcheck().withStartupTimeout(START_UP))
                .waitingFor("fleet", Wait.forHealthcheck().withStartupTimeout(START_UP));
    }

    @Test
    void failingRun_isToldByAlerting() throws Exception {
        try (FailingRuns failing = new FailingRuns(KAFKA)) {
            failing.train(List.of("run-in-a-container"));
        }

        ContainerState alerting = STACK.getContainerByServiceName("alerting").orElseThrow();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(alerting.getLogs()).contains("run-in-a-container"));
    }
}
