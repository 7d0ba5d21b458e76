package io.gradwatch.alerting.notify.slack;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.AlertingService;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.LoopbackSocketMode;
import io.gradwatch.config.Configuration;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.silence.AlertLabels;
import io.gradwatch.silence.SilenceReader;
import io.gradwatch.silence.SilenceWriter;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Buttons of a Slack with Socket Mode on the loopback address, with a real broker: from a press to the topics and back.
 */
class SlackPeopleIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(1);

    @TempDir
    private Path folder;

    private final LoopbackSlack slack = new LoopbackSlack();
    private final LoopbackSocketMode socket = new LoopbackSocketMode();
    private AlertingService service;

    @BeforeEach
    void start() throws Exception {
        slack.socketMode(socket.address());
        service = service("bot");
        service.start();
        await().atMost(PATIENCE).until(socket::isConnected);
    }

    @AfterEach
    void stop() {
        service.close();
        slack.close();
        socket.close();
    }

    @Test
    void acknowledgement_isWritten_andShownInTheMessage_whoseButtonGoes() throws Exception {
        Alert nan = Alerts.nan("acknowledged");
        publish(nan);
        await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
        assertThat(buttons(slack.posted().get(0).body()))
                .containsExactly("Acknowledge", "Silence 1 h", "Silence 8 h", "Useful", "Not useful");

        String envelope = socket.press("acknowledge", incident(), "ada", slack.responseUrl());

        await().atMost(PATIENCE).until(() -> !slack.replies().isEmpty());
        assertThat(slack.replies()).containsExactly("Acknowledged the alert.");
        assertThat(socket.acknowledged()).contains(envelope);
        assertThat(silences().acknowledging(nan, Instant.now())).hasValueSatisfying(made -> {
            assertThat(made.getBy()).isEqualTo("ada");
            assertThat(made.getVia()).isEqualTo("slack");
        });
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(slack.updates()).isNotEmpty();
            LoopbackSlack.Posted last = slack.updates().get(slack.updates().size() - 1);
            assertThat(last.text()).contains("Acknowledged by ada from slack.");
            assertThat(buttons(last.body())).doesNotContain("Acknowledge");
        });
        assertThat(slack.posted()).hasSize(1);
        assertThat(slack.violations()).isEmpty();
    }

    @Test
    void silenceAndVotes_areWritten() throws Exception {
        Alert nan = Alerts.nan("a*b");
        publish(nan);
        await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);

        socket.press("silence-1h", incident(), "ada", slack.responseUrl());
        socket.press("useful", incident(), "bob", slack.responseUrl());
        socket.press("useless", incident(), "eve", slack.responseUrl());
        await().atMost(PATIENCE).until(() -> slack.replies().size() == 3);

        Silences known = silences();
        assertThat(known.silencing(nan, Instant.now()))
                .hasValueSatisfying(silence -> assertThat(silence.getEndsAtMillis() - silence.getStartsAtMillis())
                        .isEqualTo(Duration.ofHours(1).toMillis()));
        assertThat(known.silencing(Alerts.nan("axb"), Instant.now()))
                .as("a star in the id of a run is no pattern")
                .isEmpty();
        assertThat(known.annotations(nan.getId()))
                .extracting(vote -> vote.getBy() + " " + vote.getUseful())
                .containsExactlyInAnyOrder("bob true", "eve false");
    }

    @Test
    void acknowledgementElsewhere_isShownInSlackToo() throws Exception {
        Alert nan = Alerts.nan("elsewhere");
        publish(nan);
        await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
        try (SilenceWriter page = new SilenceWriter(kafka())) {
            page.acknowledge(AlertLabels.of(nan), "grace", "page", "", Instant.now());
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(slack.updates())
                        .anySatisfy(update -> assertThat(update.text()).contains("Acknowledged by grace.")));
        assertThat(slack.posted()).hasSize(1);
    }

    @Test
    void unknownIncidents_otherButtonsAndNoise_changeNothing_andAReconnectIsQuick() throws Exception {
        publish(Alerts.nan("noise"));
        await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
        socket.send("no json");
        socket.send("{\"type\":\"interactive\",\"payload\":7}");
        socket.press("of-another-app", incident(), "eve", slack.responseUrl());
        socket.press("acknowledge", "an incident that nobody was told of", "eve", slack.responseUrl());
        await().atMost(PATIENCE).until(() -> !slack.replies().isEmpty());
        assertThat(slack.replies()).containsExactly("Gradwatch does not know this alert any more.");

        socket.disconnect();
        await().atMost(PATIENCE).until(() -> socket.connections() >= 2 && socket.isConnected());
        socket.press("acknowledge", incident(), "<!channel> ada", slack.responseUrl());
        await().atMost(PATIENCE).until(() -> slack.replies().size() == 2);
        await().atMost(PATIENCE).until(() -> !slack.updates().isEmpty());
        assertThat(slack.violations()).isEmpty();
    }

    @Test
    void receiversOfOneApp_shareAConnection_andEachPressIsForItsOwnMessage() throws Exception {
        service.close();
        service = service("bot", "other");
        service.start();
        await().atMost(PATIENCE).until(() -> socket.connections() >= 2 && socket.isConnected());
        publish(Alerts.nan("two-channels"));
        await().atMost(PATIENCE).until(() -> slack.posted().size() == 2);

        for (int message = 0; message < 2; message++) {
            for (int press = 0; press < 2; press++) {
                socket.press("useful", value(message), "ada", slack.responseUrl());
            }
        }

        await().atMost(PATIENCE).until(() -> slack.replies().size() == 4);
        assertThat(slack.replies()).containsOnly("Thank you, noted: useful.");
        assertThat(socket.connectedNow()).isEqualTo(1);
        socket.press("useful", value(0).replaceFirst("^[^\n]*", "nobody"), "eve", slack.responseUrl());
        await().atMost(PATIENCE).until(() -> slack.replies().size() == 5);
        assertThat(slack.replies().get(4)).isEqualTo("Gradwatch does not know this alert any more.");
    }

    @Test
    void pressOnAMessage_acknowledgesWhatItShowed_notWhatTurnedCriticalAfterIt() throws Exception {
        Alert slow = Alerts.firing("worse", "slow", Severity.WARNING).build();
        publish(slow);
        await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
        String drawn = value(0);
        Alert critical = Alerts.critical(slow);
        publish(critical);
        await().atMost(PATIENCE).until(() -> slack.posted().size() == 2);

        socket.press("acknowledge", drawn, "ada", slack.responseUrl());

        await().atMost(PATIENCE).until(() -> slack.replies().size() == 1);
        assertThat(silences().acknowledging(slow, Instant.now())).isPresent();
        assertThat(silences().acknowledging(critical, Instant.now())).isEmpty();
    }

    private String incident() {
        return value(0);
    }

    /** Value of the buttons of a message. */
    private String value(int message) {
        for (JsonNode block : slack.posted().get(message).body().path("blocks")) {
            if (block.path("type").asText().equals("actions")) {
                return block.at("/elements/0/value").asText();
            }
        }
        throw new AssertionError("the message has no buttons");
    }

    private static List<String> buttons(JsonNode body) {
        List<String> labels = new ArrayList<>();
        for (JsonNode block : body.path("blocks")) {
            block.path("elements").forEach(element -> {
                if (element.path("type").asText().equals("button")) {
                    labels.add(element.at("/text/text").asText());
                }
            });
        }
        return labels;
    }

    private static Silences silences() {
        return SilenceReader.readAll(kafka(), what -> {
            throw new AssertionError(what);
        });
    }

    private static Map<String, Object> kafka() {
        return Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA.bootstrapServers());
    }

    private static void publish(Alert alert) throws Exception {
        KAFKA.send(Topics.ALERTS.name(), alert.getRunId(), Topics.ALERTS.codec().encode(alert));
    }

    private AlertingService service(String... receivers) throws Exception {
        String all = Stream.of(receivers)
                .map(name -> """
                    - name: %s
                      slack: {token: %s, app-token: %s, channel: "#alerts", api-url: "%s"}
                """.formatted(name, LoopbackSlack.TOKEN, LoopbackSlack.APP_TOKEN, slack.apiUrl()))
                .collect(Collectors.joining());
        AlertingSettings settings = Configuration.parse("alerting:\n  receivers:\n" + all, "it.yml", Map.of())
                .read(AlertingSettings::from);
        return new AlertingService(settings, KAFKA.bootstrapServers(), folder, Clock.systemUTC());
    }
}
