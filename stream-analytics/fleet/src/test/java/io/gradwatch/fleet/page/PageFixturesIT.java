package io.gradwatch.fleet.page;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Events;
import io.gradwatch.kafka.testing.TestKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The answers and events over which the tests of the page and its development server work are those of the service:
 * scripted runs on a real broker, asked over HTTP. {@code -Dgolden.update=true} writes them anew.
 */
@TestMethodOrder(OrderAnnotation.class)
class PageFixturesIT {

    /** Answers that the page asks for about the run that is live, before and after its live part. */
    private static final List<String> OF_THE_LIVE_RUN = List.of(
            "/runs/digits%2F7",
            "/runs/digits%2F7/series",
            "/runs/digits%2F7/points?series=loss&rank=0",
            "/runs/digits%2F7/points?series=loss&rank=1",
            "/runs/digits%2F7/points?series=gradient_norm&rank=0",
            "/runs/digits%2F7/points?series=aux%2Faccuracy&rank=0",
            "/runs/digits%2F7/points?series=train-val%2Floss&rank=0",
            "/runs/digits%2F7/points?series=train-val%2Floss&rank=1",
            "/runs/digits%2F7/points?series=train-val%2Faccuracy&rank=0",
            "/runs/digits%2F7/points?series=test-val%2Floss&rank=0",
            "/runs/digits%2F7/points?series=test%2Floss&rank=0",
            "/runs/digits%2F7/points?series=train%2Floss&rank=0");

    private static final List<String> OTHERS = List.of(
            "/fleet",
            "/fleet/groups?by=project",
            "/runs?sort=name&order=asc",
            "/runs?text=nothing-of-that-name",
            "/runs/huge",
            "/runs/huge/series",
            "/runs/huge/points?series=loss",
            "/runs/huge/points?series=loss&points=20&smooth=5",
            "/runs/early",
            "/runs/early/series",
            "/runs/nobody",
            "/runs/digits%2F7/tensors?kind=gradient&statistic=l2_norm",
            "/alerts",
            "/alerts?state=firing",
            "/alerts/" + Browser.encoded(FixtureRuns.ALERT),
            "/alerts/nothing",
            "/compare?run=huge&run=sweep-0&series=loss",
            "/session");

    @TempDir
    private static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    private static FleetService service;
    private static FixtureRuns runs;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        FleetSettings settings = Configuration.parse("fleet: {port: 0, session-timeout: 6s}", "it.yml", Map.of())
                .read(FleetSettings::from);
        Instant end = Instant.ofEpochMilli(FixtureRuns.END_MILLIS);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), end));
        service = new FleetService(settings, KAFKA.properties(), folder.resolve("fleet"), clock);
        service.start();
        browser = Browser.patient(service.port());
        runs = new FixtureRuns(KAFKA.producer());
        await().atMost(PATIENCE).until(() -> service.check().isEmpty());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @Order(1)
    void liveRun_isToldByTheStreamAsByTheAnswers() throws Exception {
        runs.before();
        settled("/runs/digits%2F7", run -> run.at("/step").asLong() == FixtureRuns.STEPS - 1);
        settled("/runs/digits%2F7/series", series -> has(series, "test-val/loss", 1) && has(series, "loss", 40));
        ObjectNode before = ask(OF_THE_LIVE_RUN);
        ArrayNode events = PageFixtures.array();
        try (Events stream = browser.events("/api/v1/stream?run=digits%2F7", null);
                Events other = browser.events("/api/v1/stream?run=digits%2F7&rank=1", null)) {
            stream.next("beat");
            other.next("beat");
            for (FixtureRuns.Live live : runs.live()) {
                live.publish().run();
                Events.Event event = (live.rank() == 0 ? stream : other).next(live.event());
                events.add(PageFixtures.event(live.rank(), event));
            }
        }
        settled("/runs/digits%2F7", run -> run.at("/state").asText().equals("finished"));
        settled(
                "/runs/digits%2F7/series",
                series -> has(series, "train-val/accuracy", 7) && has(series, "loss", 2 * FixtureRuns.STEPS + 6));
        settled("/alerts?run=digits%2F7", alerts -> alerts.at("/total").asInt() == 1);
        ObjectNode live = PageFixtures.object();
        live.set("before", before);
        live.set("events", events);
        live.set("after", ask(OF_THE_LIVE_RUN));

        PageFixtures.check("live.json", live);
    }

    @Test
    @Order(2)
    void answers_areThoseOverWhichThePageIsTested() throws Exception {
        runs.others();
        settled("/runs", list -> list.at("/total").asInt() == 9);
        settled(
                "/fleet/groups?by=project",
                groups -> groups.at("/groups/0/runs_by_state/training").asInt() == 6);
        runs.alertsOfOthers();
        settled("/alerts", list -> list.at("/total").asInt() == 8);
        settled("/fleet", fleet -> fleet.at("/suspects/0/runs").size() == 7);
        settled(
                "/fleet/groups?by=project",
                groups -> groups.at("/groups/0/alerts_by_class/nan").asInt() == 7
                        && groups.at("/groups/1/alerts_by_class/exploding").asInt() == 1);
        settled("/runs/huge/points?series=loss", points -> points.at("/step").size() == FixtureRuns.STEPS);
        settled("/runs/sweep-0/points?series=loss", points -> points.at("/step").size() == 3);
        ObjectNode answers = ask(OTHERS);
        answers.set("POST /sql of what is not there", sql("SELECT run, series, last FROM series_fixture"));
        answers.set(
                "POST /sql of a list",
                sql("SELECT run, step, loss, metrics FROM steps WHERE run = 'huge' ORDER BY step LIMIT 3"));
        answers.set("POST /sql with a wrong column", sql("SELECT run,\\n  lss\\nFROM runs"));
        answers.set("POST /sql with a wrong word", sql("SELECT run FRM runs"));
        for (String table : List.of("runs", "alerts", "steps", "evaluations", "tensors", "annotations", "notes")) {
            answers.set("POST /sql of the columns of " + table, sql("SELECT * FROM " + table + " LIMIT 0"));
        }
        String alert = "/api/v1/alerts/" + Browser.encoded(FixtureRuns.ALERT);
        answers.set(
                "POST /alerts/ID/acknowledgement",
                send(alert + "/acknowledgement", "{\"by\": \"ada\", \"comment\": \"restarting it\"}"));
        String silence = "{\"matchers\": [{\"field\": \"run\", \"pattern\": \"sweep-*\"}], \"created_by\": \"ada\","
                + " \"comment\": \"tuning\", \"duration_millis\": 7200000}";
        answers.set("POST /silences/preview", send("/api/v1/silences/preview", silence));
        answers.set("POST /silences", send("/api/v1/silences", silence));
        answers.set(
                "POST /runs/ID/notes",
                send(
                        "/api/v1/runs/digits%2F7/notes",
                        "{\"text\": \"new data\", \"series\": \"loss\", \"step\": 3, \"last_step\": 5, \"by\": \"ada\"}"));
        answers.setAll(ask(List.of("/notes", "/silences", "/alerts?status=silenced", "/alerts?status=acknowledged")));

        PageFixtures.check("answers.json", answers);
    }

    private static void settled(String path, Predicate<JsonNode> wanted) {
        await(path).atMost(PATIENCE).until(() -> {
            Browser.Answer answer = browser.get("/api/v1" + path);
            return answer.status() == 200 && wanted.test(answer.json());
        });
    }

    private static boolean has(JsonNode series, String name, long points) {
        for (JsonNode one : series.at("/series")) {
            if (one.at("/name").asText().equals(name)) {
                return one.at("/points").asLong() >= points;
            }
        }
        return false;
    }

    private static ObjectNode ask(List<String> paths) throws IOException {
        ObjectNode answers = PageFixtures.object();
        for (String path : paths) {
            answers.set(path, answer(browser.get("/api/v1" + path)));
        }
        return answers;
    }

    private static JsonNode sql(String query) throws IOException {
        return send("/api/v1/sql", "{\"query\": \"" + query + "\"}");
    }

    private static JsonNode send(String path, String body) throws IOException {
        return answer(browser.send("POST", path, body, "Content-Type", "application/json"));
    }

    private static ObjectNode answer(Browser.Answer answer) {
        assertThat(answer.status()).isLessThan(500);
        ObjectNode both = PageFixtures.object();
        both.put("status", answer.status());
        both.set("body", PageFixtures.plain(answer.json()));
        return both;
    }
}
