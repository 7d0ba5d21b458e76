package io.gradwatch.alerting.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.alerting.testing.SlackLimits;
import java.nio.charset.StandardCharsets;

/** Whatever a job calls itself, its message mentions nobody, links nowhere else, and is one that Slack takes. */
class SlackFuzzTest {

    private static final int MOST_CHARACTERS = 40;

    @FuzzTest
    void message(byte[] input) {
        Notification notification =
                Alerts.notification(HostileNames.everywhereIn(new String(input, StandardCharsets.UTF_8)));
        assertThat(SlackLimits.brokenBy(SlackMessage.of(Message.of(notification))))
                .isEmpty();
        assertThat(SlackLimits.brokenBy(SlackMessage.of(Message.of(Alerts.linked(notification)))))
                .isEmpty();
    }

    @FuzzTest
    void text(byte[] input) {
        String plain = new String(input, StandardCharsets.UTF_8);
        assertThat(SlackText.escaped(plain, Integer.MAX_VALUE)).doesNotContain("<", ">", "`");
        assertThat(SlackText.escaped(plain, MOST_CHARACTERS))
                .doesNotContain("<", ">", "`")
                .hasSizeLessThanOrEqualTo(MOST_CHARACTERS);
    }
}
