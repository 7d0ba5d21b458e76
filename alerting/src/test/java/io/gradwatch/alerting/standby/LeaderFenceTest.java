package io.gradwatch.alerting.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.deliver.DeliveryQueue;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.RecordingNotifier;
import io.gradwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leader that is replaced, is too slow or loses its disk sends and changes nothing more. */
class LeaderFenceTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    @TempDir
    private Path folder;

    private TakeOvers instances;

    @BeforeEach
    void start() {
        instances = new TakeOvers(folder);
    }

    @Test
    void whatWasOnItsWay_isSentAgainByTheNextLeader_withANote() throws Exception {
        try (Outbox outbox = instances.next()) {
            outbox.accept(List.of(Alerts.nan("a")), Map.of(), NOW);
            tell(outbox, Alerts.nan("a"));
            outbox.take("team");
        }
        try (Outbox outbox = instances.next()) {
            assertThat(outbox.take("team").orElseThrow().maybeRepeated()).isTrue();
        }
    }

    @Test
    void leaderThatStoodStillBeforeItSent_sendsNothing() throws Exception {
        RecordingNotifier notifier = new RecordingNotifier(Duration.ZERO);
        try (Outbox outbox = instances.next()) {
            outbox.accept(List.of(Alerts.nan("a")), Map.of(), NOW);
            tell(outbox, Alerts.nan("a"));
            instances.writer().losesAfter(1);

            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(queue(outbox, notifier)::deliverNext)
                    .withMessageContaining("another instance leads");
            assertThat(notifier.attempts()).isEmpty();
        }
        try (Outbox outbox = instances.next()) {
            queue(outbox, notifier).deliverNext();
        }
        assertThat(notifier.delivered()).hasSize(1);
    }

    @Test
    void leaderThatStoodStillWhileAPictureWasFetched_sendsNothing() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (Outbox outbox = instances.next()) {
            outbox.accept(List.of(Alerts.nan("a")), Map.of(), NOW);
            tell(outbox, Alerts.nan("a"));
            Notifier withPicture = notification -> {
                notification.picture();
                sent.incrementAndGet();
                return Delivery.delivered();
            };
            Presentation slow = Presentation.PLAIN.with(Optional.empty(), alert -> {
                instances.writer().losesAfter(0);
                return Optional.empty();
            });

            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(queue(outbox, withPicture, slow)::deliverNext)
                    .withMessageContaining("another instance leads");
            assertThat(sent).hasValue(0);
        }
    }

    @Test
    void leaderWhoseLogIsTooSlow_givesUpAfterASecondTry_andSendsNothing() throws Exception {
        RecordingNotifier notifier = new RecordingNotifier(Duration.ZERO);
        try (Outbox outbox = instances.next()) {
            outbox.accept(List.of(Alerts.nan("a")), Map.of(), NOW);
            tell(outbox, Alerts.nan("a"));
            instances.writer().becomesSlow();

            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(queue(outbox, notifier)::deliverNext)
                    .withMessageContaining("Kafka is too slow");
            assertThat(notifier.attempts()).isEmpty();
            assertThat(instances.writer().abandoned()).startsWith("Kafka is too slow");
        }
    }

    @Test
    void leaderWhoseCopyIsClosed_abandonsTheLog() throws Exception {
        try (Outbox outbox = instances.next()) {
            outbox.close(); // As a failure of the disk does.

            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> outbox.accept(List.of(Alerts.nan("a")), Map.of(), NOW));
            assertThat(instances.writer().abandoned()).contains("the file of the outbox");
        }
        try (Outbox outbox = instances.next()) {
            outbox.close(); // As a failure of the disk does.

            assertThatExceptionOfType(OutboxException.class).isThrownBy(outbox::countByStatus);
            assertThat(instances.writer().abandoned()).contains("the file of the outbox");
        }
    }

    @Test
    void leaderBefore_canChangeNothing() throws Exception {
        try (Outbox before = instances.next();
                Outbox now = instances.next()) {
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> before.accept(List.of(Alerts.nan("a")), Map.of(), NOW));
            assertThat(now.accept(List.of(Alerts.nan("a")), Map.of(), NOW).news())
                    .hasSize(1);
        }
    }

    @Test
    void sequences_areNeverGivenTwice() throws Exception {
        long first;
        try (Outbox outbox = instances.next()) {
            outbox.accept(List.of(Alerts.nan("a")), Map.of(), NOW);
            tell(outbox, Alerts.nan("a"));
            first = outbox.take("team").orElseThrow().sequence();
            outbox.sent(first, "ref", NOW);
            outbox.forgetBefore(NOW.plusSeconds(10));
        }
        try (Outbox outbox = instances.next()) {
            outbox.accept(List.of(Alerts.nan("b")), Map.of(), NOW);
            tell(outbox, Alerts.nan("b"));

            assertThat(outbox.take("team").orElseThrow().sequence()).isGreaterThan(first);
        }
    }

    private static void tell(Outbox outbox, Alert alert) {
        AlertGroup group = Alerts.notification(alert).group();
        outbox.enqueue(group, List.of(Share.now("team", group)), NOW);
    }

    private static DeliveryQueue queue(Outbox outbox, RecordingNotifier notifier) {
        return queue(outbox, notifier, Presentation.PLAIN);
    }

    private static DeliveryQueue queue(Outbox outbox, Notifier notifier, Presentation presentation) {
        return new DeliveryQueue(
                new Receiver("team", notifier),
                outbox,
                BackOff.standard(),
                new AlertingMetrics(),
                Clock.systemUTC(),
                () -> presentation);
    }
}
