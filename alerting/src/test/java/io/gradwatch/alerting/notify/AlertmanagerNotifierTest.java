package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.notify.http.ServiceNotifierContract;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.LoopbackAlertmanager;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertmanagerNotifierTest extends ServiceNotifierContract {

    AlertmanagerNotifierTest() {
        super(new LoopbackAlertmanager());
    }

    @Override
    protected NotifierFactory factory() {
        return new AlertmanagerNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "\ntoken: " + LoopbackService.SECRET;
    }

    @Test
    void alertThatFires_endsFarAhead_andWithItsEnd() throws Exception {
        notifier().send(Alerts.linked(Alerts.notification(Alerts.nan("a"))));
        notifier().send(Alerts.linked(Alerts.notification(Alerts.resolved(Alerts.nan("a")))));

        JsonNode firing = bodies().get(0).path(0);
        JsonNode over = bodies().get(1).path(0);
        assertThat(firing.at("/labels/alertname").asText()).isEqualTo("blow-up");
        assertThat(firing.at("/labels/severity").asText()).isEqualTo("critical");
        assertThat(firing.at("/annotations/title").asText()).startsWith("CRITICAL: Loss is NaN");
        assertThat(firing.path("generatorURL").asText()).startsWith("https://watch.example/alerts/");
        assertThat(firing.path("endsAt").asText()).isEqualTo("2026-11-30T03:03:00Z");
        assertThat(over.path("endsAt").asText()).isEqualTo("2026-11-23T03:03:00Z");
        assertThat(over.path("labels")).isEqualTo(firing.path("labels"));
    }

    @Test
    void alertWhoseClassMovesOn_keepsItsLabels() throws Exception {
        Alert spike = Alert.newBuilder(Alerts.nan("a"))
                .setAlertClass("loss_spike")
                .setDetector("loss-spike")
                .build();
        notifier().send(Alerts.notification(spike));
        notifier().send(Alerts.notification(Alerts.nan("a")));

        assertThat(bodies().get(0).path(0).path("labels"))
                .isEqualTo(bodies().get(1).path(0).path("labels"));
    }

    @Test
    void alertThatGetsWorse_endsTheMilderOne() throws Exception {
        AlertChange worse = new AlertChange(
                Alerts.critical(Alerts.oscillating("a")), new NotifiedState(0, AlertState.FIRING, Severity.WARNING));

        notifier().send(Alerts.notification(List.of(worse)));

        assertThat(last().body())
                .extracting(alert -> alert.at("/labels/severity").asText())
                .containsExactly("warning", "critical");
        assertThat(last().body().at("/0/endsAt").asText()).isEqualTo("2026-11-23T03:03:00Z");
    }

    @Test
    void runThatEndedWithIt_firesForAWhile() throws Exception {
        notifier().send(Alerts.notification(Alerts.resolved(Alerts.nan("a"), Resolution.RUN_ENDED)));

        assertThat(last().body().at("/0/endsAt").asText()).isEqualTo("2026-11-23T04:03:00Z");
    }

    @Test
    void login_isATokenOrANameWithItsPassword() throws Exception {
        create("url: " + server.at("/") + "\nusername: ada\npassword: loopback-secret")
                .send(Alerts.notification(Alerts.nan("a")));

        assertThat(server.received().get(0).headers())
                .containsEntry("Authorization", "Basic YWRhOmxvb3BiYWNrLXNlY3JldA==");
        assertThatThrownBy(() -> create("url: http://a\ntoken: loopback-secret\nusername: ada"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("token is given beside username or password")
                .hasMessageContaining("password is missing");
        assertThatThrownBy(() -> create("password: loopback-secret"))
                .hasMessageContaining("username is missing")
                .hasMessageContaining("url is missing");
    }
}
