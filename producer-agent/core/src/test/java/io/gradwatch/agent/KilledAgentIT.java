package io.gradwatch.agent;

import static io.gradwatch.agent.testing.TelemetryTopic.events;
import static io.gradwatch.agent.testing.TelemetryTopic.sequences;
import static io.gradwatch.agent.testing.TelemetryTopic.steps;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.service.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are killed while Kafka is away: what they had spooled is sent by the next agent on the host. */
class KilledAgentIT {

    private static final int STEPS = 300;

    @TempDir
    Path brokerFolder;

    @TempDir
    Path spool;

    @Test
    void jobsKilledWhileKafkaIsAway_aLaterAgentSendsWhatTheyRecorded() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(brokerFolder, 0)) {
            spooled("killed", broker).kill();
            spooled("terminated", broker).terminate();
            broker.start();
            TopicSetup.createMissing(broker.bootstrapServers(), 1, (short) 1);

            AgentSettings settings = AgentSettings.builder()
                    .bootstrapServers(broker.bootstrapServers())
                    .spoolFolder(spool)
                    .closeTimeout(Duration.ofSeconds(30))
                    .build();
            try (TrainingRun next = TrainingRun.start(RunDescription.named("next"), settings);
                    TelemetryTopic topic = new TelemetryTopic(broker.bootstrapServers())) {
                List<Telemetry> killed =
                        topic.await("killed", found -> steps(found).size() >= STEPS);
                assertComplete(killed);
                assertThat(events(killed, RunEnded.class)).isEmpty();

                List<Telemetry> terminated = topic.await(
                        "terminated", found -> !events(found, RunEnded.class).isEmpty());
                assertComplete(terminated);
                assertThat(events(terminated, RunEnded.class).get(0).getOutcome())
                        .isEqualTo(Outcome.STOPPED);
                next.finish();
            }
        }
        try (Stream<Path> files = Files.walk(spool.resolve("sessions"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static void assertComplete(List<Telemetry> records) {
        assertThat(sequences(records))
                .isEqualTo(LongStream.range(0, records.size()).boxed().toList());
        assertThat(steps(records)).isEqualTo(LongStream.range(0, STEPS).boxed().toList());
    }

    private JavaProcess spooled(String runId, EmbeddedBroker broker) throws IOException {
        return JavaProcess.start(
                KilledJob.class,
                "spooled",
                broker.bootstrapServers(),
                spool.toString(),
                runId,
                Integer.toString(STEPS));
    }
}
