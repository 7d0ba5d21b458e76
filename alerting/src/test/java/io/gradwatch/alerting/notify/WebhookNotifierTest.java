package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.gradwatch.alerting.notify.http.HttpNotifierContract;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.Golden;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.Presentations;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.config.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookNotifierTest extends HttpNotifierContract {

    private static final byte[] KEY = "loopback-secret-of-32-characters".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final Path SCHEMA = Path.of("..", "docs", "webhook.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected NotifierFactory factory() {
        return new WebhookNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "/loopback-secret?team=ml\nsecret: " + SECRET;
    }

    @Test
    void body_looksAsBefore_andIsOfItsSchema() throws Exception {
        Notification notification =
                Alerts.linked(Alerts.notification(Alerts.withCheckpoint(Alerts.nan("a")), Alerts.oscillating("a")));

        JsonNode body = JSON.readTree(sent(notification).body());

        Golden.assertSame("webhook.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body) + "\n");
        assertOfSchema(body);
        assertThat(sent(notification).address()).hasToString("/loopback-secret?team=ml");
        assertThat(sent(notification).headers()).containsEntry("Content-Type", "application/json; charset=utf-8");
    }

    @Test
    void everyKindOfChange_isOfTheSchema() throws Exception {
        assertOfSchema(JSON.readTree(
                sent(Alerts.notification(Alerts.resolved(Alerts.nan("a")))).body()));
        for (String name : HostileNames.all().toList()) {
            assertOfSchema(JSON.readTree(
                    sent(Alerts.notification(HostileNames.everywhereIn(name))).body()));
        }
    }

    @Test
    void kindAndReceivers_areSaid() throws Exception {
        Notification alert = Alerts.notification(Alerts.nan("a"));
        Presentation shown = Presentations.ofReceivers(change -> Set.of("team", "on-call"));
        JsonNode data = data(alert.sent(shown, alert.sentAt()));
        assertThat(data.path("kind").asText()).isEqualTo("alert");
        assertThat(data.path("reaches")).extracting(JsonNode::asText).containsExactly("on-call", "team");

        assertThat(data(Alerts.notification(Alerts.backlog(Alerts.nan("a"))))
                        .path("kind")
                        .asText())
                .isEqualTo("digest");
        Notification unheard = NotificationBuilder.from(alert)
                .unacknowledged(Duration.ofMinutes(15))
                .build();
        assertThat(data(unheard).path("kind").asText()).isEqualTo("escalation");
    }

    private JsonNode data(Notification notification) throws Exception {
        JsonNode body = JSON.readTree(sent(notification).body());
        assertOfSchema(body);
        return body.path("data");
    }

    @Test
    void alertsBeyondTheLimit_areCounted() throws Exception {
        JsonNode data = JSON.readTree(sent(Alerts.notification(Alerts.nans(WebhookNotifier.MOST_ALERTS + 3)))
                        .body())
                .path("data");

        assertThat(data.path("alerts")).hasSize(WebhookNotifier.MOST_ALERTS);
        assertThat(data.path("truncated_alerts").asInt()).isEqualTo(3);
    }

    @Test
    void signature_coversIdTimeAndBody() throws Exception {
        LoopbackHttp.Request request = sent(Alerts.notification(Alerts.nan("a")));
        String id = request.headers().get("webhook-id");
        String time = request.headers().get("webhook-timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] expected = mac.doFinal((id + "." + time + "." + request.body()).getBytes(StandardCharsets.UTF_8));

        assertThat(request.headers().get("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
        assertThat(Long.parseLong(time))
                .isEqualTo(Alerts.notification(Alerts.nan("a")).sentAt().getEpochSecond());
    }

    @Test
    void id_isTheSameForEachAttempt_andAnotherForAnotherMessage() throws Exception {
        Notification first = Alerts.notification(Alerts.nan("a"));
        Notification again = first.sent(first.presentation(), first.sentAt().plusSeconds(600));

        assertThat(id(again)).isEqualTo(id(first)).isNotEqualTo(id(Alerts.notification(Alerts.nan("b"))));
    }

    @Test
    void withoutASecret_isNotSigned() throws Exception {
        create("url: " + server.at("/")).send(Alerts.notification(Alerts.nan("a")));

        assertThat(server.received().get(0).headers()).containsKey("webhook-id").doesNotContainKey("webhook-signature");
    }

    @Test
    void headersAndSecrets_mayComeFromFiles(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        Path token = Files.writeString(folder.resolve("token"), "Bearer loopback-secret\n");
        create("url: " + server.at("/") + "\nsecret_file: " + secret + "\nheaders: {X-Team: ml, Authorization_file: "
                        + token + "}")
                .send(Alerts.notification(Alerts.nan("a")));

        assertThat(server.received().get(0).headers())
                .containsEntry("X-Team", "ml")
                .containsEntry("Authorization", "Bearer loopback-secret")
                .containsKey("webhook-signature");
    }

    @Test
    void wrongSettings_areTold_withoutTheirSecrets() {
        assertThatThrownBy(() ->
                        create("secret: loopback-secret\nheaders: {Host: a, webhook-id: b, 'a b': c, X: \"a\\nb\"}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url is missing; it must be the address that the alerts are posted to")
                .hasMessageContaining("secret was '<secret>' but must be 24 to 64 bytes in Base64")
                .hasMessageContaining("headers.Host is no header that can be set")
                .hasMessageContaining("headers.webhook-id is no header that can be set")
                .hasMessageContaining("headers.a b is no header that can be set")
                .hasMessageContaining("headers.X was '<secret>' but must be one line of printable characters")
                .message()
                .doesNotContain("loopback-secret");
        assertThatThrownBy(() -> create("url: ftp://loopback-secret"))
                .hasMessageContaining("url was '<secret>' but must be an address such as")
                .message()
                .doesNotContain("loopback-secret");
    }

    @Test
    void headersThatDifferInCaseOnly_areRefused() {
        assertThatThrownBy(() -> create("url: https://a.example\nheaders: {X-Team: ml, x-team: other}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("headers.x-team is the same header as X-Team; it may be given once");
    }

    @Test
    void summary_isOfThePublishedSchema_withItsFigures() throws Exception {
        JsonNode body =
                JSON.readTree(sent(Summaries.notification(Summaries.daily())).body());

        assertValid(body);
        assertThat(body.path("type").asText()).isEqualTo("gradwatch.summary.v1");
        assertThat(body.at("/data/kind").asText()).isEqualTo("summary");
        assertThat(body.at("/data/fleet/gpu_hours_lost").asDouble()).isEqualTo(12.5);
        assertThat(body.at("/data/fleet/faults/0/class").asText()).isEqualTo("nan");
        assertThat(body.path("data").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(() -> schema().at("/$defs/summary_message/properties/data/properties")
                        .fieldNames());
    }

    @Test
    void summaryWithoutTheFleet_isOfThePublishedSchema_andSaysWhy() throws Exception {
        JsonNode body =
                JSON.readTree(sent(Summaries.notification(Summaries.missing())).body());

        assertValid(body);
        assertThat(body.at("/data/fleet").isNull()).isTrue();
        assertThat(body.at("/data/problem").asText()).contains("status 503");
    }

    private String id(Notification notification) throws Exception {
        return sent(notification).headers().get("webhook-id");
    }

    private LoopbackHttp.Request sent(Notification notification) throws Exception {
        notifier().send(notification);
        return server.received().get(server.received().size() - 1);
    }

    private static JsonNode schema() {
        try {
            return JSON.readTree(Files.readString(SCHEMA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertValid(JsonNode body) {
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema())
                        .validate(body))
                .isEmpty();
    }

    private static void assertOfSchema(JsonNode body) throws Exception {
        JsonNode schema = schema();
        assertValid(body);
        assertThat(body.path("data").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(() -> schema.at("/$defs/alerts_message/properties/data/properties")
                        .fieldNames());
        assertThat(body.at("/data/alerts/0").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(
                        () -> schema.at("/$defs/alert/properties").fieldNames());
    }
}
