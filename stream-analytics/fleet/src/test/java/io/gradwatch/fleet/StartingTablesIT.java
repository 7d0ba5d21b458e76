package io.gradwatch.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Answers while the tables start: when to ask again, in words for people, and never a list that lacks runs. */
class StartingTablesIT {

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

    @RegisterExtension
    final TestKafka kafka = TestKafka.withoutTopics();

    @Test
    void tablesThatStart_areSaidToLoad_andNoListLacksARun() throws Exception {
        try (FleetService first = service("first")) {
            first.start();
            for (String question : QUESTIONS) {
                assertLoads(question, new Browser(first.port()).get("/api/v1" + question));
            }
            kafka.createTopics(4);
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
            assertThat(Browser.patient(second.port())
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

    private void publish() {
        Job job = new Job("early", 0, 0);
        kafka.send(Topics.TELEMETRY, "early", job.started());
        kafka.send(Topics.TELEMETRY, "early", job.step(1, 2));
        kafka.send(Topics.ALERTS, "early", job.fires("nan"));
    }

    private FleetService service(String name) throws Exception {
        FleetSettings settings = Configuration.parse("fleet: {port: 0, session-timeout: 6s}", "it.yml", Map.of())
                .read(FleetSettings::from);
        return new FleetService(settings, kafka.properties(), folder.resolve(name), Clock.systemUTC());
    }
}
