package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.http.ServiceNotifierContract;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.alerting.testing.service.LoopbackTeams;
import io.gradwatch.config.ConfigurationException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class TeamsNotifierTest extends ServiceNotifierContract {

    TeamsNotifierTest() {
        super(new LoopbackTeams());
    }

    @Override
    protected NotifierFactory factory() {
        return new TeamsNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "/workflows/1/triggers/manual/paths/invoke?sig=" + LoopbackService.SECRET;
    }

    @Test
    void card_hasTheFactsInOrder_itsColour_andButtons() throws Exception {
        notifier().send(Alerts.linked(Alerts.notification(Alerts.nan("a"))));

        JsonNode card = last().body().at("/attachments/0/content");
        assertThat(card.at("/body/0/inlines/0/color").asText()).isEqualTo("Attention");
        assertThat(card.findValuesAsText("text"))
                .containsSubsequence(
                        "CRITICAL: Loss is NaN in run resnet-a on node-7 since step 1,200, 3 min ago",
                        "run resnet-a · project vision · owner ada · host node-7",
                        "CRITICAL Loss is NaN");
        assertThat(card.path("actions"))
                .extracting(action -> action.path("url").asText())
                .containsExactly("https://watch.example/runs/a", "https://watch.example/alerts/a-0-nan-1200");
    }

    @Test
    void recovered_isGreen() throws Exception {
        notifier().send(Alerts.notification(Alerts.resolved(Alerts.nan("a"))));

        assertThat(last().body()
                        .at("/attachments/0/content/body/0/inlines/0/color")
                        .asText())
                .isEqualTo("Good");
    }

    @Test
    void withoutAnAddress_isRefused() {
        assertThatThrownBy(() -> create("{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url is missing; it must be the address of a workflow");
    }
}
