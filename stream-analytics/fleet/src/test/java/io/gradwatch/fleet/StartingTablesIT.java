package io.gradwatch.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers while the tables start: when to ask again, in words for people, and never a list that lacks runs. */
class StartingTablesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WORDS = "The tables have not started yet: Kafka or its topics are not there"
            + "|The tables are still loading: \\d of 4 partitions"
            + "|A part of the tables is being handed over; ask again in a moment";
    private static final List<String> QUESTIONS = List.of(
            "/runs",
            "/runs/early",
            "/runs/early/points",
            "/fleet",
            "/fleet/groups?by=project",
            "/alerts",
            "/alerts/early-0-nan",
            "/compare?run=early&series=loss");

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = new EmbeddedBroker(folder.resolve("broker"), 0);
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void tablesThatStart_areSaidToLoad_andNoListLacksARun() throws Exception {
        try (FleetService first = service("first")) {
            first.start();
            for (String question : QUESTIONS) {
                assertLoads(question, new Browser(first.port()).get("/api/v1" + question));
            }
            TopicSetup.createMissing(broker.bootstrapServers(), 4, (short) 1);
            publish();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> runs(first).json().at("/total").asInt() == 1);
            await().atMost(PATIENCE)
                    .until(() -> alerts(first).json().at("/total").asInt() == 1);
        }
        try (FleetService second = service("second")) {
            second.start();
            await().atMost(PATIENCE).until(() -> {
                Browser.Answer answer = new Browser(second.port()).get("/api/v1/runs/early");
                Browser.Answer list = runs(second);
                if (list.status() == 200) {
                    assertThat(list.json().at("/total").asInt()).isEqualTo(1);
                } else {
                    assertLoads("/runs", list);
                }
                if (answer.status() != 200) {
                    assertLoads("/runs/early", answer);
                }
                return list.status() == 200 && answer.status() == 200;
            });
            assertThat(new Browser(second.port())
                            .get("/api/v1/runs/early")
                            .json()
                            .at("/live")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static void assertLoads(String question, Browser.Answer answer) {
        assertThat(answer.status()).as(question + ": " + answer.body()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
        assertThat(answer.message()).matches(WORDS);
    }

    private static Browser.Answer runs(FleetService service) throws IOException {
        return new Browser(service.port()).get("/api/v1/runs");
    }

    private static Browser.Answer alerts(FleetService service) throws IOException {
        return new Browser(service.port()).get("/api/v1/alerts");
    }

    private void publish() throws Exception {
        Job job = new Job("early", 0, 0);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] key = "early".getBytes(StandardCharsets.UTF_8);
            for (var record : List.of(job.started(), job.step(1, 2))) {
                producer.send(new ProducerRecord<>(
                                Topics.TELEMETRY.name(),
                                key,
                                Topics.TELEMETRY.codec().encode(record)))
                        .get();
            }
            producer.send(new ProducerRecord<>(
                            Topics.ALERTS.name(), key, Topics.ALERTS.codec().encode(job.fires("nan"))))
                    .get();
        }
    }

    private FleetService service(String name) throws Exception {
        FleetSettings settings = Configuration.parse("fleet: {port: 0, session-timeout: 6s}", "it.yml", Map.of())
                .read(FleetSettings::from);
        return new FleetService(
                settings,
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                folder.resolve(name),
                Clock.systemUTC());
    }
}
