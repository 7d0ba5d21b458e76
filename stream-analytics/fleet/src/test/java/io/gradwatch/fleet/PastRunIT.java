package io.gradwatch.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run that has left the live tables of a real fleet. */
class PastRunIT {

    private static final String RUN = "a/b";

    @RegisterExtension
    final TestKafka kafka = TestKafka.withTopics(2);

    @TempDir
    private Path folder;

    @Test
    void runAndItsAlert_areAnsweredFromTheHistory() throws Exception {
        keepTimesOfRecords();
        sendOldRun();
        try (FleetService service = service()) {
            service.start();
            Browser browser = Browser.patient(service.port());

            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
            JsonNode run = await().atMost(PATIENCE)
                    .until(() -> browser.get("/api/v1/runs/a%2Fb").json(), PastRunIT::isPast);

            assertThat(run.at("/state").asText()).isEqualTo("crashed");
            assertThat(run.at("/loss").asText()).isEqualTo("NaN");
            assertThat(run.at("/project").asText()).isEqualTo("vision");
            assertThat(run.at("/alerts/0/status").asText()).isEqualTo("expired");
            JsonNode alert = browser.get(
                            "/api/v1/alerts/" + run.at("/alerts/0/id").asText().replace("/", "%2F"))
                    .json();
            assertThat(alert.at("/summary").asText()).isEqualTo("It is nan.");
            // The history may have read the run before the live tables took it and let it go.
            await().atMost(PATIENCE)
                    .until(() -> !browser.get("/api/v1/compare?run=a%2Fb")
                            .json()
                            .at("/configuration")
                            .isEmpty());
            await().atMost(PATIENCE)
                    .until(() -> browser.get("/api/v1/runs").json().at("/total").asInt() == 0);
            assertThat(isPast(browser.get("/api/v1/runs/a%2Fb").json())).isTrue();
        }
    }

    private static boolean isPast(JsonNode run) {
        return run.has("live")
                && !run.at("/live").asBoolean()
                && run.hasNonNull("loss")
                && run.at("/alerts").size() > 0;
    }

    private void keepTimesOfRecords() throws Exception {
        AlterConfigOp keep =
                new AlterConfigOp(new ConfigEntry("message.timestamp.type", "CreateTime"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(kafka.properties())) {
            for (Topic<?> topic : List.of(Topics.TELEMETRY, Topics.ALERTS)) {
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
                admin.incrementalAlterConfigs(Map.of(resource, List.of(keep)))
                        .all()
                        .get();
            }
        }
    }

    /** Kafka took its records an hour ago, so that it is the age of the run. */
    private void sendOldRun() {
        long hourAgo = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        Job job = new Job(RUN, 0, 0);
        for (Telemetry record : new Telemetry[] {
            job.started(), job.at(1_000).step(0, Double.NaN), job.at(2_000).ended(Outcome.FAILED)
        }) {
            send(Topics.TELEMETRY, hourAgo, record);
        }
        send(Topics.ALERTS, hourAgo, job.fires("nan"));
    }

    private <T> void send(Topic<T> topic, long millis, T value) {
        kafka.send(new ProducerRecord<>(
                topic.name(), null, millis, TestKafka.bytes(RUN), topic.codec().encode(value)));
    }

    private FleetService service() throws ConfigurationException {
        FleetSettings settings = Configuration.parse(
                        "fleet: {port: 0, session-timeout: 6s, live-retention: 1m, history: {flush-after: 1s}}",
                        "it.yml",
                        Map.of())
                .read(FleetSettings::from);
        return new FleetService(settings, kafka.properties(), folder.resolve("fleet"), Clock.systemUTC());
    }
}
