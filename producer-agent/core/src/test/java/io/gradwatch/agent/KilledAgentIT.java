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
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
            spoolAndEnd("killed", broker, Process::destroyForcibly);
            spoolAndEnd("terminated", broker, Process::destroy);
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

    private void spoolAndEnd(String runId, EmbeddedBroker broker, Consumer<Process> end)
            throws IOException, InterruptedException {
        Process job = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledJob.class.getName(),
                        broker.bootstrapServers(),
                        spool.toString(),
                        runId,
                        Integer.toString(STEPS))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = job.inputReader()) {
            String line = out.readLine();
            while (line != null && !line.equals("spooled")) {
                line = out.readLine();
            }
            assertThat(line).isEqualTo("spooled");
            end.accept(job);
            assertThat(job.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            job.destroyForcibly();
        }
    }
}
