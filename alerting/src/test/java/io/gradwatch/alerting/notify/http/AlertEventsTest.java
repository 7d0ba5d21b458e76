package io.gradwatch.alerting.notify.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.testing.Alerts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertEventsTest {

    private final List<String> sent = new ArrayList<>();

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
