package io.gradwatch.alerting.notify.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.AlertIncident;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.Presentations;
import io.gradwatch.schema.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AlertEventsTest {

    private final List<String> sent = new ArrayList<>();

    @Test
    void incidentOfQuietHours_isReadOnce_whateverTheNumberOfItsAlerts() throws Exception {
        List<Alert> alerts = List.of(Alerts.nans(50));
        AtomicInteger reads = new AtomicInteger();
        Presentation counting = Presentations.ofIncidents(alert -> {
            reads.incrementAndGet();
            return Optional.of(new AlertIncident("incident-1", alerts));
        });
        List<AlertChange> changes = Alerts.notification(Alerts.nans(50)).group().changes();

        Notification digest = NotificationBuilder.from(Alerts.notification(changes))
                .incident(AlertGroup.quietHours(Instant.EPOCH))
                .presentation(counting)
                .build();
        new AlertEvents().send(digest, () -> {}, event -> {
            sent.add(event.key());
            return Delivery.delivered();
        });

        assertThat(sent).hasSize(50).containsOnly(sent.get(0));
        assertThat(reads).hasValue(1);
    }

    @Test
    void leadThatIsLostInTheMidst_endsTheEvents() {
        AlertEvents events = new AlertEvents();
        Runnable confirm = () -> {
            if (sent.size() == 2) {
                throw new IllegalStateException("another instance leads");
            }
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> events.send(Alerts.notification(Alerts.nans(5)), confirm, event -> {
                    sent.add(event.key());
                    return Delivery.delivered();
                }));
        assertThat(sent).hasSize(2);
    }
}
