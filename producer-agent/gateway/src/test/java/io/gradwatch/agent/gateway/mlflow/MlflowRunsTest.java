package io.gradwatch.agent.gateway.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.relay.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowRunsTest {

    private static final Duration KEEP = Duration.ofDays(1);

    @TempDir
    Path folder;

    @Test
    void silentRun_isClosedAndItsStateWritten() {
        AgentSettings settings = AgentSettings.builder()
                .bootstrapServers("127.0.0.1:1")
                .spoolFolder(folder.resolve("spool"))
                .closeTimeout(Duration.ZERO)
                .build();
        Path states = folder.resolve("mlflow");
        try (Relay relay = settings.openRelay()) {
            MlflowRuns runs = new MlflowRuns(relay, new StateFolder(states, KEEP), Runnable::run);
            String id = runs.createRun(MlflowRuns.DEFAULT_EXPERIMENT, "mlp", 1, Map.of()).runId;
            runs.work(System.nanoTime() + Duration.ofMinutes(1).toNanos());
            runs.log(id, List.of(), Map.of("rate", "0.1"), Map.of());

            runs.work(System.nanoTime() + Duration.ofHours(2).toNanos());

            // As a process sees it that follows on a kill.
            assertThat(new StateFolder(states, KEEP).run(id).orElseThrow().params)
                    .containsEntry("rate", "0.1");
        }
    }
}
