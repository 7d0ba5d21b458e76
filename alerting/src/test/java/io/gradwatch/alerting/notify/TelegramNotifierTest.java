package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.alerting.notify.http.ServiceNotifierContract;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.Form;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.alerting.testing.service.LoopbackTelegram;
import io.gradwatch.config.ConfigurationException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TelegramNotifierTest extends ServiceNotifierContract {

    TelegramNotifierTest() {
        super(new LoopbackTelegram());
    }

    @Override
    protected NotifierFactory factory() {
        return new TelegramNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "api-url: " + base + "\nchat: \"-1001\"\ntoken: 110:" + LoopbackService.SECRET;
    }

    @Test
    void message_isHtml_andLaterOnesAnswerTheFirst() throws Exception {
        Notification first = Alerts.linked(Alerts.notification(Alerts.nan("a")));
        Delivery delivered = notifier().send(first);

        assertThat(last().body().path("text").asText())
                .contains("<b>CRITICAL: Loss is NaN in run resnet-a on node-7 since step 1,200, 3 min ago</b>")
                .contains("<a href=\"https://watch.example/alerts/a-0-nan-1200\">");
        assertThat(((Delivery.Delivered) delivered).reference()).isEqualTo("101");

        notifier().send(answering(first, "101"));
        assertThat(last().body().at("/reply_parameters/message_id").asInt()).isEqualTo(101);
    }

    @Test
    void picture_hasTheMessageAsItsCaption() throws Exception {
        notifier().send(pictured(Alerts.notification(Alerts.nan("a"))));

        assertThat(last().request().address().getPath()).endsWith("/sendPhoto");
        assertThat(last().body().path("caption").asText()).contains("Loss is NaN", "Try first: ");
        assertThat(Form.parts(last().request()).get("photo").getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(PNG);
    }

    @Test
    void pictureThatIsRefused_isLeftOut() throws Exception {
        server.nextAnswer(400, "{\"ok\":false,\"description\":\"Bad Request: PHOTO_INVALID_DIMENSIONS\"}");

        assertThat(notifier().send(pictured(Alerts.notification(Alerts.nan("a")))))
                .isInstanceOf(Delivery.Delivered.class);

        assertThat(last().request().address().getPath()).endsWith("/sendMessage");
    }

    @Test
    void wait_isReadFromTheBody() throws Exception {
        assertWait("{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":35}}", Duration.ofSeconds(35));
    }

    @Test
    void wrongSettings_areTold_withoutTheToken() {
        assertThatThrownBy(() -> create("token: loopback secret\nchat: ada lovelace"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("token was '<secret>' but must be a token such as")
                .hasMessageContaining("chat was 'ada lovelace' but must be")
                .message()
                .doesNotContain("loopback secret");
    }
}
