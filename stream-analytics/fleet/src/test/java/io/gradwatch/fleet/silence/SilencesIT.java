package io.gradwatch.fleet.silence;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.Browser.Events;
import io.gradwatch.fleet.testing.TwoFleets;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import io.gradwatch.silence.AlertLabels;
import io.gradwatch.silence.SilenceWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two instances, the writer of the command line and the reader of alerting on one real broker: what one of them says of
 * silences and acknowledgements, all others know.
 */
class SilencesIT extends TwoFleets {

    private static final String MATCHERS = "\"matchers\":[{\"field\":\"run\",\"pattern\":\"%s\"}]";

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
        startFirst();
        silencesWithoutTopics = new Browser(first.port()).get("/api/v1/silences", WRITE);
        startSecond();
    }

    @AfterAll
    static void stop() {
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
        String body = "{" + MATCHERS.formatted("may-not") + ",\"duration_millis\":60000}";
        Browser asking = ask(first);

        assertThat(asking.send("POST", "/api/v1/silences", body, READ).message())
                .isEqualTo("The token of page may read only");
        assertThat(asking.send("DELETE", "/api/v1/silences/x", "", READ).status())
                .isEqualTo(403);
        assertThat(asking.send("POST", "/api/v1/alerts/x/acknowledgement", "{}", READ)
                        .status())
                .isEqualTo(403);
        assertThat(asking.send("POST", "/api/v1/silences/preview", body, READ).status())
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

    private static Events events(FleetService service) throws Exception {
        return ask(service).events("/api/v1/stream", null, WRITE);
    }
}
