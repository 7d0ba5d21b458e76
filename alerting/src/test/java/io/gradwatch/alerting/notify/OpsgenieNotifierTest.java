package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.notify.http.AlertEventContract;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.LoopbackOpsgenie;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpsgenieNotifierTest extends AlertEventContract {

    OpsgenieNotifierTest() {
        super(new LoopbackOpsgenie());
    }

    @Override
    protected NotifierFactory factory() {
        return new OpsgenieNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "api-url: " + base + "/v2\napi-key: " + LoopbackService.SECRET;
    }

    @Test
    void alert_isCreated_andClosedByItsAlias() throws Exception {
        notifier().send(Alerts.linked(Alerts.notification(Alerts.nan("a"))));
        notifier().send(Alerts.linked(Alerts.notification(Alerts.resolved(Alerts.nan("a")))));

        JsonNode created = bodies().get(0);
        assertThat(created.path("priority").asText()).isEqualTo("P1");
        assertThat(created.path("message").asText()).startsWith("CRITICAL: Loss is NaN in run resnet-a on node-7");
        assertThat(created.path("description").asText())
                .contains("https://watch.example/runs/a", "Evidence: ", "Try first: go back to the last checkpoint");
        assertThat(created.path("tags")).extracting(JsonNode::asText).containsExactly("gradwatch", "nan", "vision");
        assertThat(last().request().address())
                .hasToString("/v2/alerts/" + created.path("alias").asText() + "/close?identifierType=alias");
        assertThat(bodies().get(1).path("note").asText()).contains("no longer seen");
    }

    @Test
    void alertThatGetsWorse_isGivenItsPriority() throws Exception {
        AlertChange worse = new AlertChange(
                Alerts.critical(Alerts.oscillating("a")), new NotifiedState(0, AlertState.FIRING, Severity.WARNING));

        notifier().send(Alerts.notification(List.of(worse)));

        assertThat(last().request().method()).isEqualTo("PUT");
        assertThat(last().request().address().getPath()).endsWith("/priority");
        assertThat(last().body().path("priority").asText()).isEqualTo("P1");
    }

    @Test
    void withoutAKey_isRefused() {
        assertThatThrownBy(() -> create("{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("api-key is missing; it must be the key of an API integration");
    }
}
