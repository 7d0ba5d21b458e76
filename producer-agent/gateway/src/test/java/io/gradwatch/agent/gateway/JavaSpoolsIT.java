package io.gradwatch.agent.gateway;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spools that Java runs left in the folder of their user, and an agent that finds them. */
class JavaSpoolsIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    @TempDir
    Path folder;

    /** The spool folder of {@code gradwatch agent} is that of its user where none is set. */
    @ParameterizedTest
    @ValueSource(strings = {"home/spool", "spool"})
    void runThatEndedWhileKafkaWasAway_isSent_unlessItIsForAnotherKafka(String own) throws Exception {
        String away = "127.0.0.1:1";
        String run = "java-" + own.length();
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers() + ", " + away)
                .spoolFolder(folder.resolve(own))
                .build();
        AgentPlace place = new AgentPlace(Optional.of(folder.resolve("agent.sock")), Optional.empty());
        Path home = folder.resolve("home/late/host");
        Path sessions = folder.resolve("home/spool/sessions");
        try (TelemetryTopic topic = new TelemetryTopic(KAFKA.bootstrapServers());
                AgentGateway gateway = new AgentGateway(
                        place, Optional.empty(), shipping, Optional.empty(), Optional::empty, Optional.of(home))) {
            gateway.start();
            trainWithoutKafka("127.0.0.1:2", "elsewhere");
            trainWithoutKafka("localhost:1", run);

            List<Telemetry> records = topic.await(run, TelemetryTopic.has(RunEnded.class));
            assertThat(((RunEnded) TelemetryTopic.lastEvent(records)).getOutcome())
                    .isEqualTo(Outcome.FINISHED);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sessions.toFile().list())
                            .as("the other run, and its lock")
                            .hasSize(2));
        }
        assertThat(sessions.toFile().list()).hasSize(2);
    }

    private void trainWithoutKafka(String kafka, String runId) {
        AgentSettings settings = AgentSettings.builder()
                .bootstrapServers(kafka)
                .spoolFolder(folder.resolve("home/spool"))
                .closeTimeout(Duration.ZERO)
                .build();
        try (TrainingRun run =
                TrainingRun.start(RunDescription.builder().runId(runId).build(), settings)) {
            run.step(0).loss(1).publish();
        }
    }
}
