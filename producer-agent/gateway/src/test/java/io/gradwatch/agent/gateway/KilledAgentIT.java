package io.gradwatch.agent.gateway;

import static io.gradwatch.agent.gateway.TestJob.ended;
import static io.gradwatch.agent.gateway.TestJob.started;
import static io.gradwatch.agent.gateway.TestJob.step;
import static io.gradwatch.agent.testing.TelemetryTopic.lastEvent;
import static io.gradwatch.agent.testing.TelemetryTopic.sequences;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.service.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An agent process that is killed with SIGKILL, and the one that is started after it. */
class KilledAgentIT {

    @TempDir
    Path folder;

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(1);

    private AgentPlace place;

    @BeforeEach
    void makePlace() {
        place = new AgentPlace(Optional.of(folder.resolve("agent.sock")), Optional.empty());
    }

    @Test
    void killedWhileKafkaIsAway_losesAndRepeatsNothing() throws Exception {
        kafka.stop();
        try (JavaProcess agent = agent();
                TestJob job = TestJob.begin(place, 1, "away")) {
            job.say(started(0, "away"));
            say(job, 1, 300);
            job.awaitAcknowledged(300);
            agent.kill();
            job.awaitHungUp();
        }
        kafka.start();
        try (JavaProcess agent = agent();
                TestJob job = TestJob.begin(place, 1, "away")) {
            assertThat(agent.pid()).isPositive();
            assertThat(job.hear("ready").get("next").asLong()).isEqualTo(300);
            // As if the last acknowledgements had been lost on the way.
            say(job, 250, 400);
            job.say(ended(400, "FINISHED")).awaitAcknowledged(401);
            assertThat(sequences(arrived("away"))).isEqualTo(range(401));
        }
    }

    @Test
    void killedInMidStream_jobThatSendsAgainWhatWasNotAcknowledgedLosesNothing() throws Exception {
        long acknowledged;
        try (JavaProcess agent = agent();
                TestJob job = TestJob.begin(place, 2, "stream")) {
            job.say(started(0, "stream"));
            say(job, 1, 5_000);
            job.awaitAcknowledged(1_000);
            agent.kill();
            job.awaitHungUp();
            acknowledged = lastAcknowledged(job);
        }
        try (JavaProcess agent = agent();
                TestJob job = TestJob.begin(place, 2, "stream")) {
            assertThat(agent.pid()).isPositive();
            say(job, acknowledged, 5_100);
            job.say(ended(5_100, "FINISHED")).awaitAcknowledged(5_101);
            // Records that Kafka took and the agent could not note down may come twice, as in every session.
            assertThat(sequences(arrived("stream")).stream().distinct().toList())
                    .isEqualTo(range(5_101));
        }
    }

    private JavaProcess agent() throws IOException {
        return JavaProcess.start(AgentMain.class, "listening", kafka.bootstrapServers(), folder.toString());
    }

    private static void say(TestJob job, long from, long to) throws IOException {
        for (long sequence = from; sequence < to; sequence++) {
            job.say(step(sequence, sequence));
        }
    }

    private static long lastAcknowledged(TestJob job) {
        return job.heard().stream()
                .filter(line -> line.get("type").asText().equals("ack"))
                .map((JsonNode line) -> line.get("next").asLong())
                .max(Long::compare)
                .orElseThrow();
    }

    private List<Telemetry> arrived(String runId) {
        try (TelemetryTopic topic = new TelemetryTopic(kafka.bootstrapServers())) {
            return topic.await(runId, found -> !found.isEmpty() && lastEvent(found) instanceof RunEnded);
        }
    }

    private static List<Long> range(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
