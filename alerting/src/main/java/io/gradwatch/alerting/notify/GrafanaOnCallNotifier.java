package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Subject;
import io.gradwatch.alerting.notify.http.AlertEvent;
import io.gradwatch.alerting.notify.http.AlertEvents;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.http.OnCallNotifier;
import io.gradwatch.alerting.notify.http.PageLinks;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.IncidentAction;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Keeps an alert group of Grafana OnCall, or of Grafana Cloud IRM, for the alerts of one cause, by an integration of
 * the kind "Formatted webhook": {@code alert_uid} makes what belongs together one group, {@code state} opens and
 * resolves it (grafana.com/docs/oncall/latest/configure/integrations/references/webhook).
 *
 * @param url of the integration
 */
record GrafanaOnCallNotifier(Secret url, HttpPoster poster, AlertEvents events) implements OnCallNotifier {

    @Override
    public Delivery send(Notification notification, AlertEvent event) throws InterruptedException {
        URI address = URI.create(url.reveal());
        return poster.send("POST", address, body(notification, event).toString(), Map.of())
                .delivery();
    }

    private static ObjectNode body(Notification notification, AlertEvent event) {
        AlertChange change = event.change();
        MessageEntry entry = MessageEntry.of(change, notification, false);
        Subject subject = Subject.of(List.of(change.alert()), notification.page());
        return JsonNodeFactory.instance
                .objectNode()
                .put("alert_uid", event.key())
                .put("title", inert(event.title()))
                .put("state", event.action() == IncidentAction.CLOSE ? "ok" : "alerting")
                .put("link_to_upstream_details", PageLinks.shown(entry.link()))
                .put("message", inert(subject.sentence() + "\n" + String.join("\n", entry.shortLines())));
    }

    /** OnCall's templates read Markdown, HTML and Slack's markup; signs that look like theirs take their place. */
    private static String inert(String plain) {
        return PlainText.unlinked(plain)
                .replace('<', '‹')
                .replace('>', '›')
                .replace('[', '(')
                .replace(']', ')')
                .replace('`', 'ˋ')
                .replace('*', '∗');
    }

    @Override
    public String toString() {
        return "GrafanaOnCallNotifier(" + URI.create(url.reveal()).getHost() + ")";
    }

    /** Makes notifiers that post to the {@code url} of an integration. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        @Override
        public String kind() {
            return "grafana-oncall";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret url =
                    HttpSettings.secretUrl(section, "https://oncall.example.org/integrations/v1/formatted_webhook/…/");
            HttpSettings.require(url, section, "url", "the address of an integration of the kind Formatted webhook");
            return new GrafanaOnCallNotifier(url, HttpSettings.poster(section), new AlertEvents());
        }
    }
}
