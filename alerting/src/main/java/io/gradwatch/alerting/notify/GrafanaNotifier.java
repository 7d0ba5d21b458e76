package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.http.HttpAnswer;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Keeps one annotation of the organization for each alert, by Grafana's API ({@code /api/annotations}): it begins where
 * the alert fired and ends where it ended. The annotation is looked up by a tag before each change, so that a message
 * that is sent again changes nothing, also after a restart.
 */
final class GrafanaNotifier implements Notifier {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI annotations;
    private final Secret token;
    private final HttpPoster poster;

    /**
     * @param grafana address, with a slash at its end
     * @param token of a service account
     */
    GrafanaNotifier(URI grafana, Secret token, HttpPoster poster) {
        this.annotations = grafana.resolve("api/annotations");
        this.token = token;
        this.poster = poster;
    }

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        for (AlertChange change : notification.group().changes()) {
            Delivery delivery = draw(notification, change);
            if (!(delivery instanceof Delivery.Delivered)) {
                return delivery;
            }
        }
        return Delivery.delivered();
    }

    private Delivery draw(Notification notification, AlertChange change) throws InterruptedException {
        String tag = URLEncoder.encode(Annotation.alertTag(change.alert()), StandardCharsets.UTF_8);
        HttpAnswer found = send("GET", URI.create(annotations + "?type=annotation&limit=1&tags=" + tag), "");
        if (!found.successful()) {
            return found.failureDelivery();
        }
        JsonNode list = json(found.body());
        if (!list.isArray()) {
            return Delivery.retry(FailureReason.SERVER_ERROR, "Grafana answered with no list of annotations");
        }
        JsonNode id = list.path(0).path("id");
        if (id.isMissingNode()) {
            return delivery(send(
                    "POST",
                    annotations,
                    Annotation.created(notification, change).toString()));
        }
        URI known = URI.create(annotations + "/" + id.asLong());
        return delivery(
                send("PATCH", known, Annotation.changed(notification, change).toString()));
    }

    private HttpAnswer send(String method, URI address, String body) throws InterruptedException {
        return poster.send(method, address, body, Map.of("Authorization", "Bearer " + token.reveal()));
    }

    private static Delivery delivery(HttpAnswer answer) {
        if (!answer.successful()) {
            return answer.failureDelivery();
        }
        return json(answer.body()).has("message")
                ? Delivery.delivered()
                : Delivery.retry(FailureReason.SERVER_ERROR, "Grafana did not answer as it does");
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    @Override
    public String toString() {
        return "GrafanaNotifier(" + annotations.getHost() + ")";
    }
}
