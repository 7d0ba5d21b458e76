package io.gradwatch.alerting.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.notify.http.HttpNotifierContract;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackNotifierTest {

    @Nested
    class Webhook extends HttpNotifierContract {

        Webhook() {
            super(new LoopbackSlack());
        }

        @Override
        protected NotifierFactory factory() {
            return new SlackNotifier.Factory();
        }

        @Override
        protected String settings(URI base) {
            return "url: " + base + LoopbackSlack.WEBHOOK_PATH;
        }

        @Test
        void messages_areWithinTheLimits() throws Exception {
            assertMessages(notifier(), (LoopbackSlack) server);
        }
    }

    @Nested
    class Bot extends HttpNotifierContract {

        private final LoopbackSlack slack = (LoopbackSlack) server;

        Bot() {
            super(new LoopbackSlack());
        }

        @Override
        protected NotifierFactory factory() {
            return new SlackNotifier.Factory();
        }

        @Override
        protected String settings(URI base) {
            return "token: " + LoopbackSlack.TOKEN + "\nchannel: '#alerts'\napi-url: " + base + "/api/";
        }

        @Test
        void messages_areWithinTheLimits() throws Exception {
            assertMessages(notifier(), slack);
        }

        @ParameterizedTest
        @CsvSource({
            "invalid_auth,authError,false", "token_revoked,authError,false", "missing_scope,authError,false",
            "channel_not_found,clientError,false", "is_archived,clientError,false", "ratelimited,rateLimited,true",
            "internal_error,serverError,true", "fatal_error,serverError,true", "msg_blocks_too_long,clientError,false",
        })
        void botError_saysWhetherToTryAgain(String code, String reason, boolean again) throws Exception {
            slack.nextAnswer(200, "{\"ok\":false,\"error\":\"" + code + "\"}");

            Delivery delivery = notifier().send(Alerts.notification(Alerts.nan("a")));

            assertThat(reasonOf(delivery).label()).isEqualTo(reason);
            assertThat(delivery instanceof Delivery.Retry).isEqualTo(again);
        }

        @Test
        void botAnswerThatIsNoJson_isTriedAgain() throws Exception {
            slack.nextAnswer(200, "<html>a proxy</html>");

            assertThat(notifier().send(Alerts.notification(Alerts.nan("a")))).isInstanceOf(Delivery.Retry.class);
        }

        @Test
        void botFollowUps_replyInTheThread() throws Exception {
            Notifier notifier = notifier();
            Delivery first = notifier.send(Alerts.notification(Alerts.oscillating("a")));
            String ts = ((Delivery.Delivered) first).reference();

            notifier.send(inThread(Alerts.notification(Alerts.resolved(Alerts.oscillating("a"))), ts));

            assertThat(slack.posted().get(1).body().path("thread_ts").asText())
                    .isEqualTo(slack.posted().get(0).ts());
            assertThat(slack.updates())
                    .singleElement()
                    .satisfies(update -> assertThat(update.text()).contains("Recovered: Error oscillates"));
            assertThat(slack.posted().get(1).body().path("reply_broadcast").asBoolean())
                    .isFalse();
        }

        @Test
        void botFollowUpThatIsCritical_isShownInTheChannel() throws Exception {
            Notifier notifier = notifier();
            Delivery first = notifier.send(Alerts.notification(Alerts.oscillating("a")));

            notifier.send(inThread(Alerts.notification(Alerts.nan("a")), ((Delivery.Delivered) first).reference()));

            assertThat(slack.posted().get(1).body().path("reply_broadcast").asBoolean())
                    .isTrue();
        }

        @Test
        void botFollowUpThatNobodyAcknowledged_isShownInTheChannel() throws Exception {
            Notifier notifier = notifier();
            Delivery first = notifier.send(Alerts.notification(Alerts.nan("a")));
            NotifiedState known = new NotifiedState(0, AlertState.FIRING, Severity.CRITICAL);
            Notification still = Alerts.notification(List.of(new AlertChange(Alerts.nan("a"), known)));

            notifier.send(NotificationBuilder.from(inThread(still, ((Delivery.Delivered) first).reference()))
                    .unacknowledged(Duration.ofMinutes(15))
                    .build());

            assertThat(slack.posted().get(1).body().path("reply_broadcast").asBoolean())
                    .isTrue();
            assertThat(slack.posted().get(1).text())
                    .contains("still CRITICAL, not acknowledged for 15 min: Loss is NaN");
        }

        @Test
        void botFollowUpOfMoreRuns_countsUpInTheMessage_andIsNotShownAgain() throws Exception {
            Notifier notifier = notifier();
            Delivery first = notifier.send(Alerts.notification(Alerts.nan("a")));
            List<AlertChange> more =
                    Alerts.notification(Alerts.nans(29)).group().changes();
            List<AlertChange> all = new ArrayList<>(more);
            all.add(new AlertChange(Alerts.nan("a"), null));
            Notification next = inThread(Alerts.notification(more), ((Delivery.Delivered) first).reference(), all);
            slack.nextAnswer(503, "");
            assertThat(notifier.send(next)).isInstanceOf(Delivery.Retry.class);

            assertThat(notifier.send(next)).isInstanceOf(Delivery.Delivered.class);

            assertThat(slack.inChannel()).hasSize(1);
            assertThat(slack.updates())
                    .singleElement()
                    .satisfies(
                            update -> assertThat(update.text()).contains("Loss is NaN in 30 runs of vision on node-7"));
            assertThat(slack.posted().get(1).text())
                    .contains("Loss is NaN in 30 runs of vision on node-7, 29 of them new");
            assertThat(slack.violations()).isEmpty();
        }

        @Test
        void botMessageThatCannotBeUpdated_isRepliedToAllTheSame() throws Exception {
            Notifier notifier = notifier();
            Delivery first = notifier.send(Alerts.notification(Alerts.oscillating("a")));
            slack.nextAnswer(200, "{\"ok\":false,\"error\":\"cant_update_message\"}");

            notifier.send(inThread(Alerts.notification(Alerts.nan("a")), ((Delivery.Delivered) first).reference()));

            assertThat(slack.posted()).hasSize(2);
        }

        @Test
        void botThreadThatIsGone_isStartedAnew() throws Exception {
            Delivery delivery = notifier().send(inThread(Alerts.notification(Alerts.nan("a")), "1.000001"));

            assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
            assertThat(slack.posted())
                    .singleElement()
                    .satisfies(
                            posted -> assertThat(posted.body().has("thread_ts")).isFalse());
        }

        @Test
        void wrongToken_isRejected() throws Exception {
            Notifier notifier = create("token: xoxb-wrong\nchannel: '#alerts'\napi-url: " + slack.apiUrl());

            assertThat(reasonOf(notifier.send(Alerts.notification(Alerts.nan("a")))))
                    .isEqualTo(FailureReason.AUTH_ERROR);
        }
    }

    private static Notification inThread(Notification notification, String thread) {
        return inThread(notification, thread, notification.latestChanges());
    }

    private static Notification inThread(Notification notification, String thread, List<AlertChange> latestChanges) {
        return NotificationBuilder.from(notification)
                .sequence(8)
                .latestChanges(latestChanges)
                .thread(thread)
                .build();
    }

    private static void assertMessages(Notifier notifier, LoopbackSlack slack) throws Exception {
        notifier.send(Alerts.notification(Alerts.nan("a")));
        notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("a"))));

        assertThat(slack.violations()).isEmpty();
        assertThat(slack.posted().get(0).text())
                .contains("CRITICAL: Loss is NaN in run resnet-a on node-7 since step 1,200, 3 min ago");
        assertThat(slack.posted().get(1).text()).contains("Recovered: Loss is NaN in run resnet-a on node-7");
    }
}
