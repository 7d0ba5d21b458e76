package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.http.ServiceNotifierContract;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.Form;
import io.gradwatch.alerting.testing.service.LoopbackDiscord;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.config.ConfigurationException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiscordNotifierTest extends ServiceNotifierContract {

    DiscordNotifierTest() {
        super(new LoopbackDiscord());
    }

    @Override
    protected NotifierFactory factory() {
        return new DiscordNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "/api/webhooks/1/" + LoopbackService.SECRET;
    }

    @Test
    void embed_hasTitleColourLinksAndThePicture() throws Exception {
        notifier().send(pictured(Alerts.notification(Alerts.nan("a"))));

        JsonNode embed = last().body().at("/embeds/0");
        assertThat(embed.path("title").asText()).contains("CRITICAL\\: Loss is NaN in run resnet\\-a on node\\-7");
        assertThat(embed.path("color").asInt()).isEqualTo(0xb00020);
        assertThat(embed.path("url").asText()).isEqualTo("https://watch.example/runs/a");
        assertThat(embed.at("/image/url").asText()).isEqualTo("attachment://curve.png");
        assertThat(Form.parts(last().request()).get("files[0]").getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(PNG);
    }

    @Test
    void pictureThatIsRefused_isLeftOut() throws Exception {
        ((LoopbackDiscord) server).refusePictures();

        assertThat(notifier().send(pictured(Alerts.notification(Alerts.nan("a")))))
                .isInstanceOf(Delivery.Delivered.class);

        assertThat(last().body().at("/embeds/0").has("image")).isFalse();
    }

    @Test
    void wait_isReadFromTheBody() throws Exception {
        assertWait("{\"message\":\"You are being rate limited.\",\"retry_after\":2.5}", Duration.ofMillis(2_500));
        assertWait("{\"retry_after\":1e12}", Duration.ofHours(1));
    }

    @Test
    void withoutAnAddress_isRefused() {
        assertThatThrownBy(() -> create("{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url is missing; it must be the address of a webhook of the channel");
    }
}
