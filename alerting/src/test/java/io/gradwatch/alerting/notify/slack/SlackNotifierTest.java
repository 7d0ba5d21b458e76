package io.gradwatch.alerting.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.LoopbackSlack.Trouble;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every notifier over HTTP must do, by webhook and as a bot. */
class SlackNotifierTest {

    private enum Kind {
        WEBHOOK,
        BOT
    }

    private final LoopbackSlack slack = new LoopbackSlack();

    @AfterEach
    void close() {
        slack.close();
    }

    @ParameterizedTest
    @EnumSource
    void firingAndResolved_areDeliveredWithinTheLimits(Kind kind) throws Exception {
        Notifier notifier = notifier(kind);

        assertThat(notifier.send(Alerts.notification(Alerts.nan("a")))).isInstanceOf(Delivery.Delivered.class);
        assertThat(notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("a")))))
                .isInstanceOf(Delivery.Delivered.class);

        assertThat(slack.violations()).isEmpty();
        assertThat(slack.posted().get(0).text())
                .contains("CRITICAL: Loss is NaN in run resnet-a on node-7 since step 1,200, 3 min ago");
        assertThat(slack.posted().get(1).text()).contains("Recovered: Loss is NaN in run resnet-a on node-7");
    }

    @ParameterizedTest
    @CsvSource({
        "400,clientError,false", "401,authError,false", "403,authError,false", "404,clientError,false",
        "408,timeout,true", "410,clientError,false", "429,rateLimited,true", "500,serverError,true",
        "502,serverError,true", "503,serverError,true", "504,serverError,true", "302,clientError,false",
    })
    void status_saysWhetherToTryAgain(int status, String reason, boolean again) throws Exception {
        for (Kind kind : Kind.values()) {
            slack.nextAnswer(status, "some_code");

            Delivery delivery = notifier(kind).send(Alerts.notification(Alerts.nan("a")));

            assertThat(reasonOf(delivery).label()).isEqualTo(reason);
            assertThat(delivery instanceof Delivery.Retry).isEqualTo(again);
            assertNoSecret(delivery);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "invalid_auth,authError,false", "token_revoked,authError,false", "missing_scope,authError,false",
        "channel_not_found,clientError,false", "is_archived,clientError,false", "ratelimited,rateLimited,true",
        "internal_error,serverError,true", "fatal_error,serverError,true", "msg_blocks_too_long,clientError,false",
    })
    void botError_saysWhetherToTryAgain(String code, String reason, boolean again) throws Exception {
        slack.nextAnswer(200, "{\"ok\":false,\"error\":\"" + code + "\"}");

        Delivery delivery = notifier(Kind.BOT).send(Alerts.notification(Alerts.nan("a")));

        assertThat(reasonOf(delivery).label()).isEqualTo(reason);
        assertThat(delivery instanceof Delivery.Retry).isEqualTo(again);
    }

    @Test
    void botAnswerThatIsNoJson_isTriedAgain() throws Exception {
        slack.nextAnswer(200, "<html>a proxy</html>");

        assertThat(notifier(Kind.BOT).send(Alerts.notification(Alerts.nan("a"))))
                .isInstanceOf(Delivery.Retry.class);
    }

    @ParameterizedTest
    @EnumSource
    void retryAfter_isReadAsSecondsAndAsDate(Kind kind) throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        slack.next(
                new Trouble.Answer(429, "", Map.of("Retry-After", "30")),
                new Trouble.Answer(503, "", Map.of("Retry-After", date)),
                new Trouble.Answer(429, "", Map.of("Retry-After", "soon")));
        Notifier notifier = notifier(kind);

        assertThat(retryAfter(notifier)).contains(Duration.ofSeconds(30));
        assertThat(retryAfter(notifier))
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10)));
        assertThat(retryAfter(notifier)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerOrHalfOfOne_isATimeout(Kind kind) throws Exception {
        slack.next(new Trouble.Silence(), new Trouble.Stall());
        Notifier notifier = notifier(kind);

        for (int i = 0; i < 2; i++) {
            Delivery delivery = notifier.send(Alerts.notification(Alerts.nan("a")));
            assertThat(reasonOf(delivery)).isEqualTo(FailureReason.TIMEOUT);
            assertThat(delivery).isInstanceOf(Delivery.Retry.class);
            assertNoSecret(delivery);
        }
    }

    @ParameterizedTest
    @EnumSource
    void brokenConnection_isTriedAgain(Kind kind) throws Exception {
        slack.next(new Trouble.Reset());

        Delivery delivery = notifier(kind).send(Alerts.notification(Alerts.nan("a")));

        assertThat(reasonOf(delivery)).isEqualTo(FailureReason.CONNECTION_LOST);
        assertThat(delivery).isInstanceOf(Delivery.Retry.class);
        assertNoSecret(delivery);
    }

    @ParameterizedTest
    @EnumSource
    void noServer_isTriedAgain(Kind kind) throws Exception {
        Notifier notifier = notifier(kind);
        slack.close();

        Delivery delivery = notifier.send(Alerts.notification(Alerts.nan("a")));

        assertThat(reasonOf(delivery)).isEqualTo(FailureReason.UNREACHABLE);
        assertThat(delivery).isInstanceOf(Delivery.Retry.class);
        assertNoSecret(delivery);
    }

    @Test
    void unknownHost_isTriedAgain() throws Exception {
        Notifier notifier = create("url: http://no-such-host.invalid" + LoopbackSlack.WEBHOOK_PATH);

        Delivery delivery = notifier.send(Alerts.notification(Alerts.nan("a")));

        assertThat(reasonOf(delivery)).isEqualTo(FailureReason.UNREACHABLE);
        assertNoSecret(delivery);
    }

    @Test
    void noTls_isTriedAgain() throws Exception {
        Notifier notifier = create("url: https://127.0.0.1:" + slack.port() + LoopbackSlack.WEBHOOK_PATH);

        Delivery delivery = notifier.send(Alerts.notification(Alerts.nan("a")));

        assertThat(delivery).isInstanceOf(Delivery.Retry.class);
        assertNoSecret(delivery);
    }

    @Test
    void botFollowUps_replyInTheThread() throws Exception {
        Notifier notifier = notifier(Kind.BOT);
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
        Notifier notifier = notifier(Kind.BOT);
        Delivery first = notifier.send(Alerts.notification(Alerts.oscillating("a")));

        notifier.send(inThread(Alerts.notification(Alerts.nan("a")), ((Delivery.Delivered) first).reference()));

        assertThat(slack.posted().get(1).body().path("reply_broadcast").asBoolean())
                .isTrue();
    }

    @Test
    void botFollowUpOfMoreRuns_countsUpInTheMessage_andIsNotShownAgain() throws Exception {
        Notifier notifier = notifier(Kind.BOT);
        Delivery first = notifier.send(Alerts.notification(Alerts.nan("a")));
        List<AlertChange> more = Alerts.notification(Alerts.nans(29)).group().changes();
        List<AlertChange> all = new ArrayList<>(more);
        all.add(new AlertChange(Alerts.nan("a"), null));
        Notification next = inThread(Alerts.notification(more), ((Delivery.Delivered) first).reference(), all);
        slack.nextAnswer(503, "");
        assertThat(notifier.send(next)).isInstanceOf(Delivery.Retry.class);

        assertThat(notifier.send(next)).isInstanceOf(Delivery.Delivered.class);

        assertThat(slack.inChannel()).hasSize(1);
        assertThat(slack.updates())
                .singleElement()
                .satisfies(update -> assertThat(update.text()).contains("Loss is NaN in 30 runs of vision on node-7"));
        assertThat(slack.posted().get(1).text()).contains("Loss is NaN in 30 runs of vision on node-7, 29 of them new");
        assertThat(slack.violations()).isEmpty();
    }

    @Test
    void botMessageThatCannotBeUpdated_isRepliedToAllTheSame() throws Exception {
        Notifier notifier = notifier(Kind.BOT);
        Delivery first = notifier.send(Alerts.notification(Alerts.oscillating("a")));
        slack.nextAnswer(200, "{\"ok\":false,\"error\":\"cant_update_message\"}");

        notifier.send(inThread(Alerts.notification(Alerts.nan("a")), ((Delivery.Delivered) first).reference()));

        assertThat(slack.posted()).hasSize(2);
    }

    @Test
    void botThreadThatIsGone_isStartedAnew() throws Exception {
        Delivery delivery = notifier(Kind.BOT).send(inThread(Alerts.notification(Alerts.nan("a")), "1.000001"));

        assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
        assertThat(slack.posted())
                .singleElement()
                .satisfies(posted -> assertThat(posted.body().has("thread_ts")).isFalse());
    }

    @Test
    void wrongToken_isRejected() throws Exception {
        Notifier notifier = create("token: xoxb-wrong\nchannel: '#alerts'\napi-url: " + slack.apiUrl());

        assertThat(reasonOf(notifier.send(Alerts.notification(Alerts.nan("a")))))
                .isEqualTo(FailureReason.AUTH_ERROR);
    }

    @Test
    void noText_showsTheSecret() throws Exception {
        assertThat(notifier(Kind.WEBHOOK).toString()).doesNotContain("loopback-secret");
        assertThat(notifier(Kind.BOT).toString()).doesNotContain("loopback-secret");
    }

    private Optional<Duration> retryAfter(Notifier notifier) throws InterruptedException {
        return ((Delivery.Retry) notifier.send(Alerts.notification(Alerts.nan("a")))).after();
    }

    private static Notification inThread(Notification notification, String thread) {
        return inThread(notification, thread, notification.standing());
    }

    private static Notification inThread(Notification notification, String thread, List<AlertChange> standing) {
        return new Notification(
                8,
                "team",
                notification.group(),
                standing,
                notification.createdAt(),
                Optional.of(thread),
                false,
                Optional.empty(),
                notification.sentAt());
    }

    private static FailureReason reasonOf(Delivery delivery) {
        return delivery instanceof Delivery.Retry retry ? retry.reason() : ((Delivery.Rejected) delivery).reason();
    }

    private static void assertNoSecret(Delivery delivery) {
        assertThat(delivery.toString()).doesNotContain("loopback-secret");
    }

    private Notifier notifier(Kind kind) throws ConfigurationException {
        return create(
                kind == Kind.WEBHOOK
                        ? "url: " + slack.webhook()
                        : "token: " + LoopbackSlack.TOKEN + "\nchannel: '#alerts'\napi-url: " + slack.apiUrl());
    }

    private static Notifier create(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml + "\ntimeout: 700ms", "f.yml", Map.of())
                .read(new SlackNotifierFactory()::create);
    }
}
