package io.gradwatch.alerting.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract of a notifier to a service that keeps an incident for each alert. */
public abstract class AlertEventContract extends ServiceNotifierContract {

    /** @param service with its limits */
    protected AlertEventContract(LoopbackService service) {
        super(service);
    }

    @Test
    void failureInTheMidst_isSentOnFromThere() throws Exception {
        Notifier notifier = notifier();
        var notification = Alerts.notification(Alerts.nans(4));
        server.next(
                new LoopbackHttp.Trouble.None(),
                new LoopbackHttp.Trouble.None(),
                new LoopbackHttp.Trouble.Answer(429, "{}", Map.of("Retry-After", "1")));

        assertThat(notifier.send(notification)).isInstanceOf(Delivery.Retry.class);
        assertThat(notifier.send(notification)).isInstanceOf(Delivery.Delivered.class);

        assertThat(bodies()).hasSize(4);
        assertThat(new HashSet<>(bodies())).hasSize(4);
    }

    @Test
    void failureInTheMidst_afterARestart_isSentAgainWithTheSameKeys() throws Exception {
        var notification = Alerts.notification(Alerts.nans(3));
        server.next(new LoopbackHttp.Trouble.None(), new LoopbackHttp.Trouble.AcceptThenReset());

        assertThat(notifier().send(notification)).isInstanceOf(Delivery.Retry.class);
        assertThat(notifier().send(notification)).isInstanceOf(Delivery.Delivered.class);

        assertThat(bodies()).hasSize(5);
        assertThat(new HashSet<>(bodies())).hasSize(3);
    }

    @Test
    void eventThatIsRefused_holdsUpNoOther_andIsSaid() throws Exception {
        server.nextAnswer(400, "bad event");

        assertThat(notifier().send(Alerts.notification(Alerts.nans(3)))).isInstanceOf(Delivery.Rejected.class);

        assertThat(bodies()).hasSize(2);
    }

    @Test
    void alertThatWasOverBeforeItWasTold_andTheBacklog_callNobody() throws Exception {
        Alert over = Alerts.resolved(Alerts.nan("a"));

        notifier().send(Alerts.notification(List.of(new AlertChange(over, null))));
        notifier().send(Alerts.notification(Alerts.backlog(Alerts.nan("a"))));

        assertThat(server.received()).isEmpty();
    }

    @Test
    void faultWithWhichTheRunEnded_staysOpen_unlessAPersonStoppedIt() throws Exception {
        Notifier notifier = notifier();
        notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("a"), Resolution.RUN_ENDED)));
        assertThat(server.received()).isEmpty();

        Alert stopped = Alerts.resolved(Alerts.nan("a"), Resolution.RUN_ENDED);
        notifier.send(Alerts.notification(
                Alert.newBuilder(stopped).setOutcome(Outcome.STOPPED).build()));
        notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("b"), Resolution.NEW_ATTEMPT)));
        assertThat(server.received()).hasSize(2);
    }
}
