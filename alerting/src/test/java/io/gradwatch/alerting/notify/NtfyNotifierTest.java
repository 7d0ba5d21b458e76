package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.http.ServiceNotifierContract;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.LoopbackNtfy;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.config.ConfigurationException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class NtfyNotifierTest extends ServiceNotifierContract {

    NtfyNotifierTest() {
        super(new LoopbackNtfy());
    }

    @Override
    protected NotifierFactory factory() {
        return new NtfyNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "\ntopic: " + LoopbackNtfy.TOPIC + "\ntoken: " + LoopbackService.SECRET;
    }

    @Test
    void message_hasPriorityLinksAndTheIdOfTheMessage() throws Exception {
        Notification notification = Alerts.linked(Alerts.notification(Alerts.nan("a")));
        notifier().send(notification);

        JsonNode body = last().body();
        assertThat(body.path("priority").asInt()).isEqualTo(5);
        assertThat(body.path("title").asText()).contains("CRITICAL: Loss is NaN in run resnet-a on node-7");
        assertThat(body.path("click").asText()).isEqualTo("https://watch.example/runs/a");
        assertThat(body.at("/actions/1/url").asText()).isEqualTo("https://watch.example/alerts/a-0-nan-1200");
        assertThat(body.path("sequence_id").asText()).isEqualTo(notification.key());
    }

    @Test
    void picture_isTheBody_andTheMessageIsInHeaders() throws Exception {
        notifier().send(Alerts.linked(Alerts.notification(Alerts.nan("a"))));
        notifier().send(pictured(Alerts.notification(Alerts.nan("a"))));

        assertThat(last().request().method()).isEqualTo("PUT");
        assertThat(last().request().bytes()).isEqualTo(PNG);
        for (String field : List.of("title", "message", "click", "priority", "actions", "sequence_id")) {
            assertThat(last().body().path(field).toString().replace("\"5\"", "5"))
                    .isEqualTo(bodies().get(0).path(field).toString());
        }
    }

    @Test
    void fileThatIsRefused_isLeftOut() throws Exception {
        ((LoopbackNtfy) server).refuseFiles();

        assertThat(notifier().send(pictured(Alerts.notification(Alerts.nan("a")))))
                .isInstanceOf(Delivery.Delivered.class);

        assertThat(last().request().method()).isEqualTo("POST");
    }

    @Test
    void wrongSettings_areTold_withoutTheTopic() {
        assertThatThrownBy(() -> create("topic: loopback/secret"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("topic was '<secret>' but must be 1 to 64 letters")
                .message()
                .doesNotContain("loopback/secret");
    }
}
