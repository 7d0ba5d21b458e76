package io.gradwatch.alerting.notify.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.summary.Summary;

/** Summary of the fleet as JSON; {@code docs/webhook.schema.json} describes it. */
public final class SummaryJson {

    private SummaryJson() {}

    /** The body of a notification that tells a summary. */
    public static ObjectNode body(Notification notification, Summary summary) {
        Message message = Message.of(notification);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "gradwatch.summary.v1")
                .put("timestamp", notification.sentAt().toString());
        ObjectNode data = body.putObject("data").put("kind", "summary");
        data.put("receiver", notification.receiver()).put("schedule", summary.schedule());
        data.put("period", summary.period().label()).put("scope", summary.scope());
        data.put("from", summary.from().toString()).put("to", summary.to().toString());
        data.put("title", message.title()).put("link", message.subject().link());
        data.put("may_be_repeat", notification.maybeRepeated()).put("problem", summary.problem());
        message.lines().forEach(line -> data.withArray("lines").add(line.plain()));
        data.withArray("lines");
        data.set("fleet", summary.answerJson());
        return body;
    }
}
