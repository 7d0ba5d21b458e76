package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.http.AlertEventContract;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.LoopbackOnCall;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.config.ConfigurationException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class GrafanaOnCallNotifierTest extends AlertEventContract {

    GrafanaOnCallNotifierTest() {
        super(new LoopbackOnCall());
    }

    @Override
    protected NotifierFactory factory() {
        return new GrafanaOnCallNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "/integrations/v1/formatted_webhook/" + LoopbackService.SECRET + "/";
    }

    @Test
    void alert_isAlerting_andOk_underOneUid() throws Exception {
        notifier().send(Alerts.linked(Alerts.notification(Alerts.nan("a"))));
        notifier().send(Alerts.linked(Alerts.notification(Alerts.resolved(Alerts.nan("a")))));

        JsonNode alerting = bodies().get(0);
        JsonNode ok = bodies().get(1);
        assertThat(alerting.path("state").asText()).isEqualTo("alerting");
        assertThat(alerting.path("title").asText()).startsWith("CRITICAL: Loss is NaN in run resnet-a");
        assertThat(alerting.path("link_to_upstream_details").asText()).startsWith("https://watch.example/alerts/");
        assertThat(alerting.path("message").asText()).contains("Try first: go back to the last checkpoint");
        assertThat(ok.path("state").asText()).isEqualTo("ok");
        assertThat(ok.path("alert_uid")).isEqualTo(alerting.path("alert_uid"));
    }

    @Test
    void withoutAnAddress_isRefused() {
        assertThatThrownBy(() -> create("{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url is missing; it must be the address of an integration");
    }
}
