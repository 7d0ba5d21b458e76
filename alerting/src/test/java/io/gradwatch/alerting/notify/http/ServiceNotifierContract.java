package io.gradwatch.alerting.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.notify.spi.Pictures;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.alerting.testing.service.LoopbackService.Taken;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Contract of a notifier to a service with limits of its own: whatever it is told, the service takes it. */
public abstract class ServiceNotifierContract extends HttpNotifierContract {

    /** A file that is no text. */
    protected static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, -1, '\r', '\n', '-', '-'
    };

    private static final Pictures PICTURES = alert -> Optional.of(new Picture(PNG, "loss over steps"));

    private final LoopbackService service;

    /** @param service with its limits */
    protected ServiceNotifierContract(LoopbackService service) {
        super(service);
        this.service = service;
    }

    @Test
    void hostileNames_areTaken() throws Exception {
        Notifier notifier = notifier();
        for (String name : HostileNames.all().toList()) {
            Alert alert = HostileNames.everywhereIn(name);
            assertTaken(notifier, Alerts.notification(alert));
            assertTaken(notifier, Alerts.linked(Alerts.notification(alert, Alerts.nan("b"))));
            assertTaken(notifier, pictured(Alerts.notification(alert)));
            assertTaken(notifier, repeated(Alerts.notification(Alerts.resolved(alert))));
        }
    }

    @Test
    void manyAlerts_areTaken() throws Exception {
        Notifier notifier = notifier();
        Alert[] ofOneRun = Stream.iterate(0, i -> i + 1)
                .limit(30)
                .map(i -> Alerts.firing("a", "class-" + i, Alerts.nan("a").getSeverity())
                        .setSummary("\ud83d\ude00 \"wörd\" & ".repeat(60))
                        .setEvidence(Alerts.nan("a").getEvidence())
                        .build())
                .toArray(Alert[]::new);

        assertTaken(notifier, Alerts.linked(Alerts.notification(Alerts.nans(40))));
        assertTaken(notifier, pictured(Alerts.notification(ofOneRun)));
        assertTaken(notifier, repeated(Alerts.notification(ofOneRun)));
    }

    @Test
    void everyEnd_andTheBacklog_isTaken() throws Exception {
        Notifier notifier = notifier();
        for (Resolution resolution : Resolution.values()) {
            assertTaken(notifier, Alerts.notification(Alerts.resolved(Alerts.nan("a"), resolution)));
        }
        assertTaken(notifier, Alerts.notification(Alerts.backlog(Alerts.nan("a")), Alerts.backlog(Alerts.nan("b"))));
    }

    @Test
    void retry_ofAMessageThatMayHaveArrived_saysSo_orHasItsKey() throws Exception {
        Notifier notifier = notifier();
        notifier.send(Alerts.notification(Alerts.nan("a")));
        Taken first = last();
        notifier().send(repeated(Alerts.notification(Alerts.nan("a"))));

        boolean known = !first.key().isEmpty() && first.key().equals(last().key());
        assertThat(known || last().body().toString().contains("may be a repeat"))
                .isTrue();
    }

    /** The latest request that the service took. */
    protected final Taken last() {
        return service.taken().get(service.taken().size() - 1);
    }

    /** Requests that the service took, in order. */
    protected final List<Taken> taken() {
        return service.taken();
    }

    /** Bodies that the service took, in order. */
    protected final List<JsonNode> bodies() {
        return service.taken().stream().map(Taken::body).toList();
    }

    /** The notification with links and a picture. */
    protected static Notification pictured(Notification notification) {
        return Alerts.pictured(Alerts.linked(notification), PICTURES);
    }

    /** The notification as one of an incident that has a first message. */
    protected static Notification answering(Notification it, String thread) {
        return NotificationBuilder.from(it).thread(thread).build();
    }

    /** The notification as it is sent again, where nobody knows whether it arrived. */
    protected static Notification repeated(Notification it) {
        return NotificationBuilder.from(it).maybeRepeated().build();
    }

    /** The wait that an answer asks for in its body. */
    protected final void assertWait(String body, Duration wait) throws Exception {
        server.nextAnswer(429, body);

        Delivery.Retry retry = (Delivery.Retry) notifier().send(Alerts.notification(Alerts.nan("a")));

        assertThat(retry.reason()).isEqualTo(FailureReason.RATE_LIMITED);
        assertThat(retry.after()).contains(wait);
    }

    private void assertTaken(Notifier notifier, Notification notification) throws Exception {
        Delivery delivery = notifier.send(notification);
        assertThat(service.violations()).isEmpty();
        assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
    }
}
