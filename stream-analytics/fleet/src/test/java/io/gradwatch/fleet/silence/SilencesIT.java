package io.gradwatch.fleet.silence;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.Browser.Events;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import io.gradwatch.silence.AlertLabels;
import io.gradwatch.silence.SilenceReader;
import io.gradwatch.silence.SilenceWriter;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two instances, the writer of the command line and the reader of alerting on one real broker: what one of them says of
 * silences and acknowledgements, all others know.
 */
class SilencesIT {

    private static final String READER = "reader-token-0123456789";
    private static final String[] WRITE = {"Authorization", "Bearer writer-token-0123456789"};
    private static final String MATCHERS = "\"matchers\":[{\"field\":\"run\",\"pattern\":\"%s\"}]";

    @TempDir
    private static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withoutTopics();

    private static FleetService first;
    private static FleetService second;
    private static SilenceWriter commandLine;
    private static String healthWithoutTopics;
    private static Answer silencesWithoutTopics;

    @BeforeAll
    static void start() throws Exception {
        try (LiveSilences early = new LiveSilences(KAFKA.properties(), Clock.systemUTC())) {
            early.start();
            await().atMost(PATIENCE).until(() -> early.check().orElse("").contains("no topic"));
            healthWithoutTopics = early.check().orElseThrow();
            KAFKA.createTopics(2);
            await().atMost(PATIENCE).until(() -> early.check().isEmpty());
        }
        commandLine = new SilenceWriter(KAFKA.properties());
        first = service("first");
        second = service("second");
        first.start();
        silencesWithoutTopics = new Browser(first.port()).get("/api/v1/silences", WRITE);
        second.start();
        await().atMost(PATIENCE)
                .until(() -> first.check().isEmpty() && second.check().isEmpty());
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
        commandLine.close();
    }

    @Test
    void topicsThatAreMissing_areSaid() {
        assertThat(healthWithoutTopics)
                .startsWith("silences and acknowledgements cannot be read: Kafka has no topic ")
                .contains(Topics.SILENCES.name(), Topics.ACKNOWLEDGEMENTS.name());
        assertThat(silencesWithoutTopics.status()).isIn(200, 503);
    }

    @Test
    void silenceOverHttp_isKnownToAlertingAndToTheOtherInstance_andEndsForBoth() throws Exception {
        Alert nan = fires("http", "nan");
        fires("http", "slow");
        int silencedBefore = silencedInOverview();
        try (Events events = events(second)) {
            events.next("beat");
            Answer made = ask(first)
                    .send(
                            "POST",
                            "/api/v1/silences",
                            "{\"matchers\":[{\"field\":\"run\",\"pattern\":\"http\"},{\"field\":\"class\",\"pattern\":\"nan\"}],"
                                    + "\"created_by\":\"ada\",\"comment\":\"new node\",\"duration_millis\":3600000}",
                            WRITE);
            assertThat(made.status()).isEqualTo(201);
            String id = made.json().at("/id").asText();
            assertThat(read().silencing(nan, Instant.now()))
                    .hasValueSatisfying(silence -> assertThat(silence.getId()).isEqualTo(id));
            assertThat(ask(first).get("/api/v1/silences?state=active", WRITE).body())
                    .contains(id);

            events.next("mutes");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    alert(second, nan.getId()).at("/status").asText())
                            .isEqualTo("silenced"));
            JsonNode silenced = alert(second, nan.getId());
            assertThat(silenced.at("/state").asText()).isEqualTo("firing");
            assertThat(silenced.at("/silence/by").asText()).isEqualTo("ada");
            assertThat(silenced.at("/silence/comment").asText()).isEqualTo("new node");
            assertThat(silenced.at("/silence/until_millis").asLong())
                    .isEqualTo(made.json().at("/starts_millis").asLong() + 3_600_000);
            assertThat(ask(second).get("/api/v1/runs/http", WRITE).json().at("/alerts"))
                    .extracting(row -> row.at("/status").asText())
                    .containsExactlyInAnyOrder("silenced", "firing");
            assertThat(silencedInOverview()).isEqualTo(silencedBefore + 1);
            assertThat(classes("run=http&status=silenced")).containsExactly("nan");
            assertThat(classes("run=http&status=firing")).containsExactly("slow");
            assertThat(classes("run=http&state=firing")).containsExactlyInAnyOrder("nan", "slow");

            Answer ended = ask(second).send("DELETE", "/api/v1/silences/" + id, "", WRITE);
            assertThat(ended.json().at("/state").asText()).isEqualTo("expired");
            assertThat(alert(second, nan.getId()).at("/status").asText()).isEqualTo("firing");
            assertThat(read().silencing(nan, Instant.now())).isEmpty();
            await().atMost(PATIENCE).until(() -> silencedInOverview() == silencedBefore);
        }
    }

    /** Classes of the alerts of all instances. */
    private static List<String> classes(String filter) throws Exception {
        return ask(second).get("/api/v1/alerts?" + filter, WRITE).json().findValuesAsText("class");
    }

    /** Critical alerts that fire and are silenced, of all instances. */
    private static int silencedInOverview() throws Exception {
        return ask(second)
                .get("/api/v1/fleet", WRITE)
                .json()
                .at("/alerts_silenced/critical")
                .asInt();
    }

    @Test
    void silenceAndAcknowledgementOfTheCommandLine_areKnownOverHttp_andEndByTheClock() throws Exception {
        Alert nan = fires("cli", "nan");
        Instant now = Instant.now();
        Silence silence = commandLine.add(
                List.of(new SilenceMatcher(MatcherField.RUN, "cl*")), "grace", "", now, now.plusSeconds(8));
        commandLine.acknowledge(AlertLabels.of(nan), "ada", "command", "looking", now);
        for (FleetService service : List.of(first, second)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ask(service)
                                    .get("/api/v1/silences", WRITE)
                                    .json()
                                    .at("/silences"))
                            .anyMatch(row -> row.at("/id").asText().equals(silence.getId())));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(alert(service, nan.getId())
                                    .at("/acknowledgement/by")
                                    .asText())
                            .isEqualTo("ada"));
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(alert(first, nan.getId()).at("/status").asText())
                                .isEqualTo("acknowledged"));
    }

    @Test
    void commentAssignmentAndVote_areKnownToAllInstances_andTakenBack() throws Exception {
        Alert slow =
                publish(new Job("words", 0, 0).fires("slow", Severity.WARNING).build());
        String path = "/api/v1/alerts/" + Browser.encoded(slow.getId());
        await().atMost(PATIENCE).until(() -> known(first, slow.getId()));

        Answer said = ask(first)
                .send("POST", path + "/comments", "{\"text\":\" new disk \",\"by\":\"ada\",\"via\":\"page\"}", WRITE);
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.json().at("/annotations/0/text").asText()).isEqualTo("new disk");
        String again = "{\"text\":\"new disk\",\"by\":\"ada\",\"via\":\"page\"}";
        assertThat(ask(first).send("POST", path + "/comments", again, WRITE).status())
                .as("the answer was lost")
                .isEqualTo(200);
        ask(first).send("POST", path + "/assignment", "{\"assignee\":\"grace\"}", WRITE);
        ask(first).send("POST", path + "/usefulness", "{\"useful\":true,\"by\":\"ada\"}", WRITE);
        ask(first).send("POST", path + "/usefulness", "{\"useful\":false,\"by\":\"ada\"}", WRITE);
        ask(first).send("POST", path + "/usefulness", "{\"useful\":true,\"by\":\"bob\"}", WRITE);

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode alert = alert(second, slow.getId());
            assertThat(alert.at("/assignee").asText()).isEqualTo("grace");
            assertThat(alert.at("/comments").asInt()).isEqualTo(1);
            assertThat(alert.at("/useful").asInt()).isEqualTo(1);
            assertThat(alert.at("/useless").asInt()).isEqualTo(1);
        });
        assertThat(read().assignee(slow.getId())).contains("grace");
        String ofRun = "/api/v1/alerts?run=" + Browser.encoded(slow.getRunId()) + "&assignee=";
        assertThat(ask(second).get(ofRun + "grace", WRITE).json().at("/total").asInt())
                .isEqualTo(1);
        assertThat(ask(second).get(ofRun + "none", WRITE).json().at("/total").asInt())
                .isZero();
        String comment = said.json().at("/annotations/0/id").asText();
        assertThat(ask(first)
                        .send("DELETE", path + "/comments/" + comment, "", WRITE)
                        .json()
                        .at("/comments")
                        .asInt())
                .isZero();
        assertThat(ask(first).send("DELETE", path + "/assignment", "", WRITE).status())
                .isEqualTo(200);
        assertThat(ask(first).send("DELETE", path + "/assignment", "", WRITE).status())
                .isEqualTo(404);
    }

    @Test
    void wrongComments_andAlertsThatAreNot_areRefused() throws Exception {
        Alert slow =
                publish(new Job("wrong", 0, 0).fires("slow", Severity.WARNING).build());
        String path = "/api/v1/alerts/" + Browser.encoded(slow.getId());
        await().atMost(PATIENCE).until(() -> known(first, slow.getId()));

        assertThat(ask(first)
                        .send("POST", path + "/comments", "{\"text\":\" \"}", WRITE)
                        .status())
                .isEqualTo(400);
        assertThat(ask(first)
                        .send("POST", path + "/comments", "{\"text\":\"" + "x".repeat(1_001) + "\"}", WRITE)
                        .status())
                .isEqualTo(400);
        assertThat(ask(first)
                        .send("POST", path + "/usefulness", "{\"by\":\"ada\"}", WRITE)
                        .status())
                .isEqualTo(400);
        assertThat(ask(first)
                        .send("POST", path + "/comments", "{\"text\":\"a\",\"via\":\"pigeon\"}", WRITE)
                        .status())
                .isEqualTo(400);
        assertThat(ask(first)
                        .send("POST", "/api/v1/alerts/none/comments", "{\"text\":\"a\"}", WRITE)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void acknowledgementOverHttp_isKnownToAlerting_holdsForItsSeverity_andIsTakenBack() throws Exception {
        Alert slow =
                publish(new Job("acks", 0, 0).fires("slow", Severity.WARNING).build());
        String path = "/api/v1/alerts/" + Browser.encoded(slow.getId()) + "/acknowledgement";
        await().atMost(PATIENCE).until(() -> known(first, slow.getId()));
        Answer said = ask(first).send("POST", path, "{\"by\":\"ada\",\"comment\":\"restarting\"}", WRITE);

        assertThat(said.status()).isEqualTo(200);
        assertThat(said.json().at("/status").asText()).isEqualTo("acknowledged");
        assertThat(said.json().at("/acknowledgement/comment").asText()).isEqualTo("restarting");
        assertThat(read().acknowledging(slow, Instant.now()))
                .map(Acknowledgement::getBy)
                .contains("ada");

        publish(Alert.newBuilder(slow)
                .setRevision(1)
                .setSeverity(Severity.CRITICAL)
                .build());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                alert(first, slow.getId()).at("/status").asText())
                        .isEqualTo("firing"));
        assertThat(ask(first).send("DELETE", path, "", WRITE).status()).isEqualTo(200);
        assertThat(read().acknowledgement(slow.getId())).isEmpty();
        assertThat(ask(first).send("DELETE", path, "", WRITE).message()).startsWith("Nobody acknowledged");

        publish(Alert.newBuilder(new Job("acks", 0, 0).resolves("slow"))
                .setRevision(2)
                .build());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask(first)
                                .send("POST", path, "{\"by\":\"ada\"}", WRITE)
                                .status())
                        .isEqualTo(409));
        assertThat(ask(first)
                        .send("POST", "/api/v1/alerts/none/acknowledgement", "{}", WRITE)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void preview_saysWhatElseWouldBeMuted_andChangesNothing() throws Exception {
        fires("look-1", "nan");
        fires("look-2", "nan");
        fires("look-2", "slow");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(preview("look-*").at("/total").asInt()).isEqualTo(3));

        assertThat(preview("look-2").at("/alerts"))
                .extracting(row -> row.at("/class").asText())
                .containsExactlyInAnyOrder("nan", "slow");
        assertThat(preview("look-2").at("/firing").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(ask(first).get("/api/v1/silences", WRITE).body()).doesNotContain("look");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 'matchers' must say what to silence",
                "nonsense | The body is no JSON; it must be {\"matchers\"",
                "{\"matcher\":[]} | The field 'matcher' is not known; the body must be",
                "{\"matchers\":[{\"field\":7,\"pattern\":[]}]} | The field 'matchers[0].pattern' cannot be read",
                "{\"matchers\":[{\"field\":\"colour\",\"pattern\":\"x\"}],\"created_by\":\"a\",\"duration_millis\":9}"
                        + " | 'matchers[0].field' was 'colour' but must be one of run, project, owner, class",
                "{\"matchers\":[{\"field\":\"run\",\"pattern\":\"x\"}],\"created_by\":\"a\"} | A silence always ends",
                "{\"matchers\":[{\"field\":\"run\",\"pattern\":\"x\"}],\"created_by\":\"a\",\"duration_millis\":0}"
                        + " | 'duration_millis' was '0' but must be from 1 to 2592000000",
                "{\"matchers\":[{\"field\":\"run\",\"pattern\":\"x\"}],\"created_by\":\"a\",\"ends_millis\":5}"
                        + " | A silence must end after it starts",
                "{\"matchers\":[{\"field\":\"run\",\"pattern\":\"/(/\"}],\"created_by\":\"a\",\"duration_millis\":9}"
                        + " | A silence run was '/(/' but must be",
                "{\"matchers\":[{\"field\":\"run\",\"pattern\":\"*\"}],\"created_by\":\"a\",\"duration_millis\":9}"
                        + " | A silence every matcher also matches an empty text",
            })
    void silenceThatCannotBe_isRefusedWithTheReason(String body, String message) throws Exception {
        Answer answer = ask(first).send("POST", "/api/v1/silences", body, WRITE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).startsWith(message);
    }

    @Test
    void whoMayReadOnly_previewsButChangesNothing_andNobodyFromElsewhere() throws Exception {
        String[] read = {"Authorization", "Bearer " + READER};
        String body = "{" + MATCHERS.formatted("may-not") + ",\"duration_millis\":60000}";
        Browser asking = ask(first);

        assertThat(asking.send("POST", "/api/v1/silences", body, read).message())
                .isEqualTo("The token of page may read only");
        assertThat(asking.send("DELETE", "/api/v1/silences/x", "", read).status())
                .isEqualTo(403);
        assertThat(asking.send("POST", "/api/v1/alerts/x/acknowledgement", "{}", read)
                        .status())
                .isEqualTo(403);
        assertThat(asking.send("POST", "/api/v1/silences/preview", body, read).status())
                .isEqualTo(200);
        assertThat(asking.send("POST", "/api/v1/silences", body).status()).isEqualTo(401);
        assertThat(asking.send(
                                "POST",
                                "/api/v1/silences",
                                body,
                                "Authorization",
                                WRITE[1],
                                "Origin",
                                "http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(asking.get("/api/v1/silences", WRITE).body()).doesNotContain("may-not");
        assertThat(asking.send("POST", "/api/v1/silences", body, WRITE)
                        .json()
                        .at("/created_by")
                        .asText())
                .isEqualTo("grace");
    }

    private static JsonNode preview(String run) throws Exception {
        return ask(first)
                .send("POST", "/api/v1/silences/preview", "{" + MATCHERS.formatted(run) + "}", WRITE)
                .json();
    }

    private static Alert fires(String run, String alertClass) throws Exception {
        Alert alert = publish(new Job(run, 0, 0).fires(alertClass));
        await().atMost(PATIENCE).until(() -> known(first, alert.getId()) && known(second, alert.getId()));
        return alert;
    }

    private static boolean known(FleetService service, String id) throws Exception {
        return ask(service).get("/api/v1/alerts/" + Browser.encoded(id), WRITE).status() == 200;
    }

    private static JsonNode alert(FleetService service, String id) throws Exception {
        return ask(service).get("/api/v1/alerts/" + Browser.encoded(id), WRITE).json();
    }

    private static Silences read() {
        return SilenceReader.readAll(KAFKA.properties(), problem -> {});
    }

    private static Events events(FleetService service) throws Exception {
        return ask(service).events("/api/v1/stream", null, WRITE);
    }

    private static Browser ask(FleetService service) {
        return Browser.patient(service.port());
    }

    private static Alert publish(Alert alert) throws Exception {
        KAFKA.send(Topics.TELEMETRY, alert.getRunId(), new Job(alert.getRunId(), 0, 0).started());
        KAFKA.send(Topics.ALERTS, alert.getRunId(), alert);
        return alert;
    }

    private static FleetService service(String name) throws Exception {
        FleetSettings settings = Configuration.parse(
                        "fleet: {port: 0, session-timeout: 6s, peer-token: peer-token-0123456789,"
                                + " tokens: [{name: page, token: " + READER + "},"
                                + " {name: grace, token: writer-token-0123456789, right: write}]}",
                        "it.yml",
                        Map.of())
                .read(FleetSettings::from);
        return new FleetService(settings, KAFKA.properties(), folder.resolve(name), Clock.systemUTC());
    }
}
