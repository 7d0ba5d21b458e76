package io.gradwatch.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.RecordingNotifier;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.schema.Alert;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryQueueTest {

    private static final Delivery DOWN = Delivery.retry(FailureReason.UNREACHABLE, "down");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final AlertingMetrics metrics = new AlertingMetrics();
    private final RecordingNotifier notifier = new RecordingNotifier(Duration.ofSeconds(1));

    @AutoClose
    private Outbox outbox;

    private DeliveryQueue queue;

    @BeforeEach
    void open() {
        outbox = Outbox.open(folder);
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1));
        queue = new DeliveryQueue(
                new Receiver("team", notifier), outbox, backOff, metrics, clock, () -> Presentation.PLAIN);
    }

    @Test
    void nothingWaiting_asksForNothing() throws Exception {
        assertThat(queue.deliverNext()).isEmpty();
    }

    @Test
    void messages_keepTheIntervalOfTheChannel() throws Exception {
        tell(Alerts.nan("a"), Alerts.nan("b"), Alerts.nan("c"));

        List<Instant> times = new ArrayList<>();
        Optional<Instant> next = Optional.of(clock.instant());
        while (next.isPresent()) {
            clock.advanceTo(next.get());
            int before = notifier.delivered().size();
            next = queue.deliverNext();
            if (notifier.delivered().size() > before) {
                times.add(clock.instant());
            }
        }

        assertThat(times).hasSize(3);
        assertThat(Duration.between(times.get(0), times.get(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(Duration.between(times.get(1), times.get(2))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void summary_isToldLikeAnAlert_andRejectedByAReceiverThatTakesAlertsAlone() throws Exception {
        Instant now = clock.instant();
        outbox.summaries().add("daily", now, Summaries.daily(), List.of("team", "pager"), now);
        RecordingNotifier pager = new RecordingNotifier(Duration.ZERO).forAlertsAlone();
        DeliveryQueue ofPager = new DeliveryQueue(
                new Receiver("pager", pager), outbox, BackOff.standard(), metrics, clock, () -> Presentation.PLAIN);
        queue.deliverNext();
        ofPager.deliverNext();

        assertThat(notifier.delivered())
                .extracting(Notification::summary)
                .containsExactly(Optional.of(Summaries.daily()));
        assertThat(pager.attempts()).isEmpty();
        assertThat(ofPager.trouble()).hasValueSatisfying(why -> assertThat(why).contains("takes no summaries"));
        assertThat(outbox.countByStatus()).isEqualTo(Map.of("SENT", 1, "GIVEN_UP", 1));
        assertThat(outbox.summaries().add("daily", now, Summaries.daily(), List.of("team"), now))
                .isZero();
    }

    @Test
    void failure_isTriedAgainLaterAndLater() throws Exception {
        notifier.answering(DOWN, DOWN, DOWN);
        tell(Alerts.nan("a"));

        List<Duration> waits = new ArrayList<>();
        Optional<Instant> next = queue.deliverNext();
        while (next.isPresent()) {
            waits.add(Duration.between(clock.instant(), next.get()));
            assertThat(queue.trouble()).isPresent();
            clock.advanceTo(next.get());
            next = queue.deliverNext();
        }

        assertThat(waits).hasSize(3).isSorted();
        assertThat(waits.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(notifier.delivered()).hasSize(1);
        assertThat(notifier.delivered().get(0).maybeRepeated()).isFalse();
        assertThat(queue.trouble()).isEmpty();
        assertThat(metrics.count(Count.RETRIES, "unreachable")).isEqualTo(3);
        assertThat(metrics.count(Count.DELIVERED)).isEqualTo(1);
    }

    @Test
    void delay_isFromTheChangeToItsDelivery_withAllAttempts() throws Exception {
        notifier.answering(DOWN);
        tell(Alerts.nan("a"));
        clock.advanceTo(queue.deliverNext().orElseThrow());
        queue.deliverNext();

        Duration delay = Duration.between(Instant.ofEpochMilli(Alerts.nan("a").getRaisedTimeMillis()), clock.instant());
        assertThat(metrics.registry().scrape("gradwatch_alerting_delivery_delay_seconds"::equals))
                .singleElement(InstanceOfAssertFactories.type(HistogramSnapshot.class))
                .extracting(histogram -> histogram.getDataPoints().get(0).getSum())
                .isEqualTo(delay.toMillis() / 1000.0);
    }

    @Test
    void retryAfter_isWaitedFor() throws Exception {
        notifier.answering(
                Delivery.retry(FailureReason.RATE_LIMITED, "slow down", Optional.of(Duration.ofSeconds(90))));
        tell(Alerts.nan("a"), Alerts.nan("b"));

        Instant next = queue.deliverNext().orElseThrow();

        assertThat(next).isEqualTo(clock.instant().plusSeconds(90));
        clock.add(Duration.ofSeconds(89));
        queue.deliverNext();
        assertThat(notifier.attempts()).hasSize(1);
    }

    @Test
    void notificationThatNeverArrives_holdsUpNoOtherRun() throws Exception {
        notifier.answering(DOWN);
        tell(Alerts.nan("a"), Alerts.nan("b"));
        clock.advanceTo(queue.deliverNext().orElseThrow());
        queue.deliverNext();

        assertThat(notifier.delivered())
                .extracting(sent -> sent.group().changes().get(0).alert().getRunId())
                .containsExactly("b");
    }

    @Test
    void messagesOfARun_stayInOrderWhenTheFirstFails() throws Exception {
        notifier.answering(Delivery.retry(FailureReason.TIMEOUT, "no answer"));
        tell(Alerts.nan("a"));
        queue.deliverNext();
        tell(Alerts.resolved(Alerts.nan("a")));
        deliverAll();

        assertThat(notifier.delivered())
                .extracting(Notification::sequence)
                .isSorted()
                .hasSize(2);
        assertThat(notifier.delivered().get(0).maybeRepeated()).isTrue();
        assertThat(notifier.delivered().get(1).maybeRepeated()).isFalse();
    }

    @Test
    void rejected_isGivenUpAndSaid() throws Exception {
        notifier.answering(Delivery.rejected(FailureReason.AUTH_ERROR, "invalid_auth"));
        tell(Alerts.nan("a"), Alerts.nan("b"));
        queue.deliverNext();

        assertThat(queue.trouble()).hasValueSatisfying(text -> assertThat(text).contains("authError", "invalid_auth"));
        assertThat(metrics.count(Count.REJECTIONS, "authError")).isEqualTo(1);
        assertThat(outbox.countByStatus()).containsEntry("GIVEN_UP", 1).containsEntry("PENDING", 1);
    }

    @Test
    void notifierThatThrows_isTriedAgain() throws Exception {
        DeliveryQueue broken = new DeliveryQueue(
                new Receiver("team", notification -> {
                    throw new IllegalStateException("a bug");
                }),
                outbox,
                BackOff.standard(),
                metrics,
                clock,
                () -> Presentation.PLAIN);
        tell(Alerts.nan("a"));
        broken.deliverNext();

        assertThat(outbox.countByStatus()).containsEntry("PENDING", 1);
        assertThat(metrics.count(Count.RETRIES, "internalError")).isEqualTo(1);
    }

    @Test
    void laterMessages_knowTheFirstOfTheirRun() throws Exception {
        tell(Alerts.nan("a"));
        deliverAll();
        tell(Alerts.resolved(Alerts.nan("a")));
        deliverAll();

        assertThat(notifier.delivered().get(0).thread()).isEmpty();
        assertThat(notifier.delivered().get(1).thread())
                .contains("ref-" + notifier.delivered().get(0).sequence());
    }

    @Test
    void changesWhileTheChannelIsDown_joinTheMessageThatWaits() throws Exception {
        notifier.answering(DOWN);
        tell(Alerts.nan("a"));
        queue.deliverNext();
        tell(Alerts.resolved(Alerts.nan("a")), Alerts.oscillating("a"));
        deliverAll();

        assertThat(notifier.delivered())
                .singleElement()
                .satisfies(sent -> assertThat(sent.group().changes())
                        .hasSize(2)
                        .anySatisfy(
                                change -> assertThat(change.kind()).isEqualTo(AlertChange.Kind.FIRED_AND_RECOVERED)));
    }

    private void deliverAll() throws InterruptedException {
        Optional<Instant> next = Optional.of(clock.instant());
        while (next.isPresent()) {
            clock.advanceTo(next.get());
            next = queue.deliverNext();
        }
    }

    private void tell(Alert... alerts) {
        outbox.accept(List.of(alerts), Map.of(), clock.instant());
        for (Alert alert : alerts) {
            AlertGroup group = Alerts.notification(alert).group();
            outbox.enqueue(group, List.of(Share.now("team", group)), clock.instant());
        }
    }
}
