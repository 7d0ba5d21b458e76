package io.gradwatch.alerting.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.Golden;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.alerting.testing.SlackLimits;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.schema.Alert;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlackMessageTest {

    @Test
    void firing_looksAsBefore() throws Exception {
        Golden.assertSame("slack-firing.json", json(Alerts.withCheckpoint(Alerts.nan("a")), Alerts.oscillating("a")));
    }

    @Test
    void resolved_looksAsBefore() throws Exception {
        Golden.assertSame("slack-resolved.json", json(Alerts.resolved(Alerts.nan("a"))));
    }

    @Test
    void manyAlerts_stayWithinTheLimitsAndAreCounted() {
        Alert[] alerts = IntStream.range(0, 300)
                .mapToObj(rank -> Alert.newBuilder(Alerts.nan("a"))
                        .setId("a-" + rank)
                        .setRank(rank)
                        .build())
                .toArray(Alert[]::new);

        ObjectNode message = SlackMessage.of(Message.of(Alerts.notification(alerts)));

        assertThat(SlackLimits.brokenBy(message)).isEmpty();
        assertThat(message.toString()).containsPattern("… and 2\\d\\d more alerts");
    }

    @Test
    void severalRuns_lookAsBefore() throws Exception {
        Golden.assertSame("slack-several-runs.json", json(Alerts.linked(Alerts.notification(Alerts.nans(25)))));
    }

    @Test
    void fiveHundredRuns_stayWithinTheLimits() {
        ObjectNode message = SlackMessage.of(Message.of(Alerts.linked(Alerts.notification(Alerts.nans(500)))));

        assertThat(SlackLimits.brokenBy(message)).isEmpty();
        assertThat(message.toString()).contains("Loss is NaN in 500 runs of vision on node-7", "… and 479 more alerts");
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNames_neitherMentionNorLinkNorBreakALimit(String name) {
        ObjectNode message = SlackMessage.of(Message.of(Alerts.notification(HostileNames.everywhereIn(name))));

        assertThat(SlackLimits.brokenBy(message)).isEmpty();
    }

    @Test
    void summary_looksAsBefore() throws Exception {
        Golden.assertSame("slack-summary.json", json(Alerts.linked(Summaries.notification(Summaries.daily()))));
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNamesInASummary_neitherMentionNorLinkNorBreakALimit(String name) {
        ObjectNode message = SlackMessage.of(Message.of(Summaries.notification(HostileNames.summaryOf(name))));

        assertThat(SlackLimits.brokenBy(message)).isEmpty();
    }

    private static String json(Alert... alerts) {
        return json(Alerts.notification(alerts));
    }

    private static String json(Notification notification) {
        return SlackMessage.of(Message.of(notification)).toPrettyString() + "\n";
    }
}
