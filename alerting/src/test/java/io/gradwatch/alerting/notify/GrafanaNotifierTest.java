package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.http.HttpNotifierContract;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackGrafana;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrafanaNotifierTest extends HttpNotifierContract {

    private final LoopbackGrafana grafana = (LoopbackGrafana) server;

    GrafanaNotifierTest() {
        super(new LoopbackGrafana());
    }

    @Override
    protected NotifierFactory factory() {
        return new GrafanaNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "\ntoken: " + LoopbackGrafana.TOKEN;
    }

    @Test
    void alert_isAnAnnotationFromItsBeginningToItsEnd() throws Exception {
        Alert alert = Alerts.nan("a");
        assertDelivered(notifier().send(Alerts.notification(alert)));
        JsonNode open = grafana.annotations().get(0).deepCopy();

        assertThat(open.path("time").asLong()).isEqualTo(alert.getRaisedTimeMillis());
        assertThat(open.has("timeEnd")).isFalse();
        assertThat(open.path("text").asText())
                .startsWith(
                        "<b>CRITICAL: Loss is NaN</b><br>run resnet-a · project vision · owner ada · host node-7<br>The loss is NaN")
                .contains("<br>layer conv1<br>", "Why, probably: numerical issue", "Try first: go back to the last");
        assertThat(tags(open))
                .contains("gradwatch", "severity:critical", "state:firing", "class:nan", "project:vision", "run:a");

        // Another process, as after a restart: it finds the annotation by its tag.
        assertDelivered(notifier().send(Alerts.notification(Alerts.resolved(alert))));
        assertThat(grafana.annotations()).hasSize(1);
        JsonNode closed = grafana.annotations().get(0);
        assertThat(closed.path("time")).isEqualTo(open.path("time"));
        assertThat(closed.path("timeEnd").asLong()).isEqualTo(alert.getRaisedTimeMillis() + 60_000);
        assertThat(closed.path("text").asText())
                .contains("<b>recovered: Loss is NaN</b>", "the fault is no longer seen");
        assertThat(tags(closed)).contains("state:recovered").hasSameSizeAs(tags(open));
    }

    @Test
    void messageThatIsSentAgain_andOneThatIsWorse_changeTheSameAnnotation() throws Exception {
        Notifier notifier = notifier();
        Alert alert = Alerts.oscillating("a");
        notifier.send(Alerts.notification(alert));
        notifier.send(Alerts.notification(alert));
        notifier.send(Alerts.notification(Alerts.critical(alert)));

        assertThat(grafana.annotations()).hasSize(1);
        assertThat(tags(grafana.annotations().get(0)))
                .contains("severity:critical")
                .doesNotContain("severity:warning");
    }

    @Test
    void alertsOfOneMessage_haveAnAnnotationEach_alsoWhenTheFirstTryEndsBetweenThem() throws Exception {
        grafana.next(new Trouble.None(), new Trouble.None(), new Trouble.None(), LoopbackHttp.answer(503, ""));
        Notifier notifier = notifier();

        assertThat(notifier.send(Alerts.notification(Alerts.nan("a"), Alerts.oscillating("a"))))
                .isInstanceOf(Delivery.Retry.class);
        assertThat(grafana.annotations()).hasSize(1);
        assertDelivered(notifier.send(Alerts.notification(Alerts.nan("a"), Alerts.oscillating("a"))));
        assertThat(grafana.annotations()).hasSize(2);
    }

    @Test
    void resolvedAlertThatGrafanaDoesNotKnow_isDrawnAtItsEnd() throws Exception {
        Alert over = Alerts.resolved(Alerts.nan("a"));
        assertDelivered(notifier().send(Alerts.notification(over)));

        assertThat(grafana.annotations().get(0).path("time"))
                .isEqualTo(grafana.annotations().get(0).path("timeEnd"));
    }

    @Test
    void hostileNames_neitherMarkUpNorOverflow() throws Exception {
        Alert alert = Alerts.firing("<b>\"x\"&".repeat(40), "üå\u2028<script>".repeat(20), Severity.INFO)
                .setProject("日本\n".repeat(50))
                .setRunName("<img src=x onerror=alert(1)>'")
                .build();
        assertDelivered(notifier().send(Alerts.notification(alert)));
        JsonNode annotation = grafana.annotations().get(0);

        assertThat(annotation.path("text").asText().replace("<br>", "").replaceAll("^<b>|</b>", ""))
                .doesNotContain("<", ">", "'")
                .contains("&lt;img src=x onerror=alert(1)&gt;&#39;");
        assertThat(tags(annotation)).allMatch(tag -> tag.length() <= 100 && tag.matches("[\\p{L}\\p{N}._/:-]+|.*_.*"));
    }

    @ParameterizedTest
    @CsvSource({
        "400,clientError,false", "401,authError,false", "403,authError,false", "404,clientError,false",
        "408,timeout,true", "429,rateLimited,true", "500,serverError,true", "503,serverError,true",
    })
    void statusOfTheChange_saysWhetherToTryAgain(int status, String reason, boolean again) throws Exception {
        grafana.next(LoopbackHttp.answer(200, "[]"), LoopbackHttp.answer(status, "{}"));
        Delivery delivery = notifier().send(Alerts.notification(Alerts.nan("a")));

        assertThat(reasonOf(delivery).label()).isEqualTo(reason);
        assertThat(delivery instanceof Delivery.Retry).isEqualTo(again);
        assertThat(delivery.toString()).doesNotContain("loopback-secret");
        assertThat(grafana.annotations()).isEmpty();
    }

    @Test
    void answerThatIsNotGrafanas_isTriedAgain() throws Exception {
        grafana.next(
                LoopbackHttp.answer(200, "<html>a proxy</html>"),
                LoopbackHttp.answer(200, "[]"),
                LoopbackHttp.answer(200, "<html>"));
        for (int i = 0; i < 2; i++) {
            assertThat(notifier().send(Alerts.notification(Alerts.nan("a")))).isInstanceOf(Delivery.Retry.class);
        }
    }

    @Test
    void wrongToken_isRejected() throws Exception {
        Notifier notifier = create("url: " + grafana.at("") + "\ntoken: glsa_wrong");

        assertThat(reasonOf(notifier.send(Alerts.notification(Alerts.nan("a")))))
                .isEqualTo(FailureReason.AUTH_ERROR);
    }

    @Test
    void wrongSettings_areTold() {
        assertThatThrownBy(() -> create("url: grafana.example.org\ntokn: x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("f.yml:1: url was 'grafana.example.org' but must be an address such as")
                .hasMessageContaining("token is missing; it must be the token of a service account");
        assertThatThrownBy(() -> create("token: 'a b'"))
                .hasMessageContaining("url is missing")
                .hasMessageContaining("f.yml:1: token was '<secret>' but must be a token such as glsa_...");
    }

    private static List<String> tags(JsonNode annotation) {
        return StreamSupport.stream(annotation.path("tags").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void assertDelivered(Delivery delivery) {
        assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
    }
}
