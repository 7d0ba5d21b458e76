package io.gradwatch.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Events;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From the topics of a real broker to the API and the stream of events, with one and two instances. */
class FleetServiceIT {

    private static final int RUNS = 20;

    @TempDir
    private static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withoutTopics();

    private static FleetService first;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        first = service("first");
        first.start();
        assertThat(first.check()).isPresent();
        KAFKA.createTopics(4);
        browser = Browser.patient(first.port());
        await().atMost(PATIENCE).until(() -> first.check().isEmpty());
    }

    @AfterAll
    static void stop() {
        first.close();
    }

    @Test
    void stepsAndAlerts_comeLiveAndGoOnAfterAPause() throws Exception {
        Job job = new Job("live", 0, 0);
        String last;
        long deadline = System.currentTimeMillis() + PATIENCE.toMillis();
        try (Events events = browser.events("/api/v1/stream?run=live", null)) {
            events.next("beat");
            KAFKA.send(Topics.TELEMETRY, "live", job.started());
            KAFKA.send(Topics.TELEMETRY, "live", job.step(1, Double.NaN));
            // Tables and tail take the record at their own pace: the row may come before the step.
            Map<String, Events.Event> came = new HashMap<>();
            while (!came.containsKey("step") || !hasStep(came.get("run"))) {
                Events.Event event = events.next();
                came.put(event.name(), event);
                assertThat(event.data().path("now_millis").asLong()).isLessThan(deadline);
            }
            assertThat(came.get("step").data().at("/steps/0/values/loss").asText())
                    .isEqualTo("NaN");
            last = came.get("step").id();
        }
        KAFKA.send(Topics.TELEMETRY, "live", job.step(2, 1));
        KAFKA.send(Topics.ALERTS, "live", job.fires("nan"));
        try (Events events = browser.events("/api/v1/stream?run=live", last)) {
            Map<String, JsonNode> came = new HashMap<>();
            while (!came.keySet().containsAll(List.of("alert", "step"))) {
                Events.Event event = events.next();
                assertThat(event.data().path("now_millis").asLong()).isLessThan(deadline);
                assertThat(came.put(event.name(), event.data()))
                        .as("another " + event.name())
                        .satisfiesAnyOf(
                                before -> assertThat(before).isNull(),
                                before -> assertThat(event.name()).isIn("beat", "run"));
            }
            assertThat(came.get("alert").at("/class").asText()).isEqualTo("nan");
            JsonNode steps = came.get("step").at("/steps");
            assertThat(steps.size()).isEqualTo(1);
            assertThat(steps.at("/0/step").asLong()).isEqualTo(2);
        }
        try (Events events = browser.events("/api/v1/stream", "AAAA")) {
            assertThat(events.next().name()).isEqualTo("reset");
        }
    }

    @Test
    void twoInstances_answerForEachOther() throws Exception {
        for (int i = 0; i < RUNS; i++) {
            Job job = new Job("shared-" + i, 0, 0);
            Map<String, String> config = i == 0 ? Map.of() : Map.of("lr", i + "e-3", "model", "net" + i % 2);
            KAFKA.send(
                    Topics.TELEMETRY,
                    "shared-" + i,
                    job.started(Job.declaration().setHyperparameters(config).build()));
            KAFKA.send(Topics.TELEMETRY, "shared-" + i, job.step(5, i));
        }
        try (FleetService second = service("second")) {
            second.start();
            await().atMost(PATIENCE).until(() -> second.check().isEmpty());
            for (FleetService service : List.of(first, second)) {
                Browser asking = Browser.patient(service.port());
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> asking.get("/api/v1/runs?text=shared-")
                                        .json()
                                        .at("/total")
                                        .asInt()
                                == RUNS);
                await().atMost(PATIENCE).untilAsserted(() -> assertColumns(asking));
                for (int i = 0; i < RUNS; i++) {
                    String path = "/api/v1/runs/shared-" + i;
                    int loss = i;
                    await().atMost(PATIENCE).untilAsserted(() -> {
                        Browser.Answer answer = asking.get(path);
                        assertThat(answer.status()).isEqualTo(200);
                        assertThat(answer.json().at("/loss").asInt()).isEqualTo(loss);
                    });
                }
            }
        }
    }

    private static void assertColumns(Browser asking) throws Exception {
        String path = "/api/v1/runs?text=/^shared-/&column=config.lr&sort=config.lr&limit=4";
        List<String> values = new ArrayList<>();
        for (String cursor = ""; cursor != null; ) {
            JsonNode part = asking.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .json();
            part.at("/runs")
                    .forEach(run -> values.add(
                            run.at("/values/config.lr").asText(run.path("run").asText())));
            cursor = part.path("next_cursor").textValue();
        }
        List<String> expected = IntStream.iterate(RUNS - 1, i -> i > 0, i -> i - 1)
                .mapToObj(i -> i + "e-3")
                .collect(Collectors.toList());
        expected.add("shared-0");
        assertThat(values).isEqualTo(expected);

        JsonNode fewer = asking.get("/api/v1/runs?where=config.lr%20%3C%3D%200.002&where=model=net*&text=shared-")
                .json();
        assertThat(fewer.at("/total").asInt()).isEqualTo(2);
        JsonNode groups =
                asking.get("/api/v1/run-groups?by=config.model&text=shared-").json();
        assertThat(groups.at("/total").asInt()).isEqualTo(3);
        assertThat(groups.at("/groups/2/value").isNull()).isTrue();
        assertThat(groups.at("/groups/2/greatest_run").asText()).isEqualTo("shared-0");
        JsonNode columns = asking.get("/api/v1/run-columns?text=config.lr").json();
        assertThat(columns.at("/columns/0/runs").asInt()).isEqualTo(RUNS - 1);
    }

    @Test
    void descriptionOfTheApi_hasEveryRouteAndNoOther() throws Exception {
        JsonNode described = browser.get("/api/v1/openapi.json").json();
        TreeSet<String> inTheDescription = new TreeSet<>();
        described
                .at("/paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> inTheDescription.add(method.toUpperCase() + " " + path.getKey())));
        TreeSet<String> served = new TreeSet<>(first.paths());
        served.removeIf(route -> route.contains(" /internal/")
                || route.matches("GET /(|assets/.*|\\{file\\}|runs.*|alerts.*|silences|compare|parallel|scatter|sql)"));

        assertThat(inTheDescription).isEqualTo(served);
    }

    @Test
    void answers_haveTheFieldsOfTheirDescription() throws Exception {
        Job job = new Job("described", 0, 0);
        KAFKA.send(Topics.TELEMETRY, "described", job.started());
        KAFKA.send(Topics.TELEMETRY, "described", job.step(1, 2));
        KAFKA.send(Topics.ALERTS, "described", job.fires("nan"));
        await().atMost(PATIENCE).untilAsserted(FleetServiceIT::assertAnswersAreDescribed);
    }

    private static void assertAnswersAreDescribed() throws Exception {
        JsonNode schemas = browser.get("/api/v1/openapi.json").json().at("/components/schemas");
        assertFields(
                schemas,
                "RunRow",
                browser.get("/api/v1/runs?text=described&column=config.max_steps")
                        .json()
                        .at("/runs/0"));
        JsonNode run = browser.get("/api/v1/runs/described").json();
        assertFields(schemas, "Description", run.at("/description"));
        assertFields(schemas, "Attempt", run.at("/attempts/0"));
        assertFields(schemas, "Metric", run.at("/metrics/0"));
        assertFields(schemas, "Rank", run.at("/ranks/0"));
        assertFields(schemas, "AlertRow", run.at("/alerts/0"));
        assertFields(schemas, "Overview", browser.get("/api/v1/fleet").json());
        assertFields(
                schemas,
                "Group",
                browser.get("/api/v1/fleet/groups?by=gpu").json().at("/groups/0"));
        assertFields(
                schemas,
                "RunGroup",
                browser.get("/api/v1/run-groups?by=config.max_steps").json().at("/groups/0"));
        assertFields(
                schemas, "RunColumn", browser.get("/api/v1/run-columns").json().at("/columns/0"));
    }

    private static void assertFields(JsonNode schemas, String name, JsonNode answer) {
        TreeSet<String> described = new TreeSet<>();
        schemas.at("/" + name + "/properties").fieldNames().forEachRemaining(described::add);
        TreeSet<String> answered = new TreeSet<>();
        answer.fieldNames().forEachRemaining(answered::add);
        assertThat(answered).as(name).isEqualTo(described).isNotEmpty();
    }

    private static boolean hasStep(Events.Event run) {
        return run != null && run.data().at("/step").asLong() == 1;
    }

    private static FleetService service(String name) throws Exception {
        FleetSettings settings = Configuration.parse(
                        "fleet: {port: 0, session-timeout: 6s, peer-token: peer-token-0123456789}", "it.yml", Map.of())
                .read(FleetSettings::from);
        return new FleetService(settings, KAFKA.properties(), folder.resolve(name), Clock.systemUTC());
    }
}
