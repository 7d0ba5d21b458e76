package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.http.AlertEventContract;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.service.LoopbackPagerDuty;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.config.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PagerDutyNotifierTest extends AlertEventContract {

    PagerDutyNotifierTest() {
        super(new LoopbackPagerDuty());
    }

    @Override
    protected NotifierFactory factory() {
        return new PagerDutyNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "api-url: " + base + "\nrouting-key: " + LoopbackService.SECRET;
    }

    @Test
    void alert_isTriggered_andResolved_underOneKey() throws Exception {
        notifier().send(Alerts.linked(Alerts.notification(Alerts.nan("a"))));
        notifier().send(Alerts.linked(Alerts.notification(Alerts.resolved(Alerts.nan("a")))));

        JsonNode triggered = bodies().get(0);
        JsonNode resolved = bodies().get(1);
        assertThat(triggered.path("event_action").asText()).isEqualTo("trigger");
        assertThat(triggered.at("/payload/severity").asText()).isEqualTo("critical");
        assertThat(triggered.at("/payload/summary").asText())
                .isEqualTo("CRITICAL: Loss is NaN in run resnet-a on node-7 since step 1,200, 3 min ago");
        assertThat(triggered.at("/payload/source").asText()).isEqualTo("node-7");
        assertThat(triggered.at("/payload/custom_details/evidence").asText()).contains("gradient norm 123,457");
        assertThat(triggered.at("/links/1/href").asText()).isEqualTo("https://watch.example/runs/a");
        assertThat(resolved.path("event_action").asText()).isEqualTo("resolve");
        assertThat(resolved.path("dedup_key")).isEqualTo(triggered.path("dedup_key"));
    }

    @Test
    void alertThatGetsWorse_isTheSameWithAnotherSeverity() throws Exception {
        notifier().send(Alerts.notification(Alerts.oscillating("a")));
        notifier().send(Alerts.notification(Alerts.critical(Alerts.oscillating("a"))));

        assertThat(bodies())
                .extracting(event -> event.at("/payload/severity").asText())
                .containsExactly("warning", "critical");
        assertThat(bodies().get(0).path("dedup_key")).isEqualTo(bodies().get(1).path("dedup_key"));
    }

    @Test
    void alertThatNobodyAcknowledged_saysSo() throws Exception {
        Notification it = Alerts.notification(Alerts.nan("a"));
        notifier()
                .send(NotificationBuilder.from(it)
                        .unacknowledged(Duration.ofMinutes(15))
                        .build());

        assertThat(last().body().at("/payload/summary").asText()).contains("not acknowledged for 15 min");
    }

    @Test
    void withoutAKey_isRefused() {
        assertThatThrownBy(() -> create("api-url: ftp://x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("routing-key is missing; it must be the integration key of a service")
                .hasMessageContaining("api-url was");
    }
}
