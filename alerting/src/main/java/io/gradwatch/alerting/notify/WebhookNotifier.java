package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.auto.service.AutoService;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.http.HttpSettings;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.summary.Summary;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Secret;
import io.gradwatch.schema.SavedCheckpoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts notifications as JSON to any address; {@code docs/webhook.schema.json} describes the body. With a secret the
 * request is signed as Standard Webhooks asks for it (standardwebhooks.com): the signature covers id, time and body.
 *
 * @param url of the receiver
 * @param key of the signature; empty for none
 * @param headers besides those of the signature
 */
record WebhookNotifier(Secret url, Optional<SecretKeySpec> key, Map<String, Secret> headers, HttpPoster poster)
        implements Notifier {

    private static final String ALGORITHM = "HmacSHA256";

    /** Most alerts that a body lists. Own choice. */
    static final int MOST_ALERTS = 200;

    @Override
    public Delivery send(Notification notification) throws InterruptedException {
        String body = body(notification).toString();
        Map<String, String> sent = HttpSettings.revealed(headers);
        String time = Long.toString(notification.sentAt().getEpochSecond());
        sent.put("webhook-id", notification.key());
        sent.put("webhook-timestamp", time);
        String signed = notification.key() + "." + time + "." + body;
        key.ifPresent(known -> sent.put("webhook-signature", "v1," + signature(known, signed)));
        return poster.send("POST", URI.create(url.reveal()), body, sent).delivery();
    }

    @Override
    public String toString() {
        return "webhook at " + URI.create(url.reveal()).getHost();
    }

    private static String signature(SecretKeySpec key, String content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static ObjectNode body(Notification notification) {
        if (notification.summary().isPresent()) {
            return summary(notification, notification.summary().get());
        }
        Message message = Message.of(notification);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String sentAt = notification.sentAt().toString();
        body.put("type", "gradwatch.alerts.v1").put("timestamp", sentAt);
        ObjectNode data = body.putObject("data");
        AlertGroup group = notification.group();
        data.put("receiver", notification.receiver()).put("incident", group.incident());
        data.put("kind", kind(notification));
        data.put("status", group.firing() ? "firing" : "resolved").put("severity", label(group.severity()));
        data.put("title", message.title());
        data.put("link", message.subject().link()).put("may_be_repeat", notification.maybeRepeated());
        reaches(notification).forEach(data.putArray("reaches")::add);
        ArrayNode alerts = data.putArray("alerts");
        group.changes().stream().limit(MOST_ALERTS).forEach(change -> alerts.add(alert(notification, change)));
        data.put("truncated_alerts", group.changes().size() - alerts.size());
        return body;
    }

    /** The body of a notification that tells a summary; {@code docs/webhook.schema.json} describes it. */
    private static ObjectNode summary(Notification notification, Summary summary) {
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

    private static String kind(Notification notification) {
        if (notification.group().digest()) {
            return "digest";
        }
        return notification.unacknowledged().isZero() ? "alert" : "escalation";
    }

    /** Names of the receivers that the alerts are for, also where one hears of them later. */
    private static Set<String> reaches(Notification notification) {
        Set<String> names = new TreeSet<>();
        notification
                .group()
                .changes()
                .forEach(change ->
                        names.addAll(notification.presentation().receivers().apply(change)));
        return names;
    }

    private static ObjectNode alert(Notification notification, AlertChange change) {
        var alert = change.alert();
        MessageEntry entry = MessageEntry.of(change, notification, false);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", alert.getId()).put("revision", alert.getRevision());
        json.put("change", label(change.kind())).put("state", label(alert.getState()));
        json.put("severity", label(change.severity())).put("class", alert.getAlertClass());
        json.put("detector", alert.getDetector()).put("fault", entry.fault());
        json.put("run_id", alert.getRunId()).put("run_name", alert.getRunName()).put("attempt", alert.getAttempt());
        json.put("project", alert.getProject()).put("owner", alert.getOwner()).put("host", alert.getHost());
        json.put("onset_step", alert.getOnsetStep()).put("changed_step", alert.getRaisedStep());
        json.put("changed_at", Instant.ofEpochMilli(alert.getRaisedTimeMillis()).toString());
        json.put("summary", entry.summary()).put("standing", entry.status()).put("link", entry.link());
        entry.facts().forEach(json.putArray("evidence")::add);
        entry.causes().forEach(json.putArray("causes")::add);
        entry.remedies().forEach(json.putArray("remedies")::add);
        json.set("last_good_checkpoint", checkpoint(alert.getLastGoodCheckpoint()));
        return json.put("suspect_checkpoints", alert.getSuspectCheckpoints());
    }

    private static JsonNode checkpoint(SavedCheckpoint saved) {
        if (saved == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("attempt", saved.getAttempt()).put("path", saved.getPath());
        if (saved.getStep() >= 0) {
            json.put("step", saved.getStep());
        }
        if (saved.getSavedTimeMillis() > 0) {
            json.put(
                    "saved_at", Instant.ofEpochMilli(saved.getSavedTimeMillis()).toString());
        }
        return saved.getSizeBytes() == null ? json : json.put("size_bytes", saved.getSizeBytes());
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Makes notifiers that post to {@code url}, signed where there is a {@code secret}. */
    @AutoService(NotifierFactory.class)
    public static final class Factory implements NotifierFactory {

        @Override
        public String kind() {
            return "webhook";
        }

        @Override
        public Notifier create(ConfigSection section) {
            Secret url = HttpSettings.secretUrl(section, "https://example.org/alerts");
            HttpSettings.require(url, section, "url", "the address that the alerts are posted to");
            Map<String, Secret> headers = HttpSettings.headers(section, "webhook-");
            return new WebhookNotifier(url, key(section), headers, HttpSettings.poster(section));
        }

        private static Optional<SecretKeySpec> key(ConfigSection section) {
            Secret secret = section.secret("secret");
            if (secret == null) {
                return Optional.empty();
            }
            try {
                byte[] key = Base64.getDecoder().decode(secret.reveal().replaceFirst("^whsec_", ""));
                if (key.length >= 24 && key.length <= 64) {
                    return Optional.of(new SecretKeySpec(key, ALGORITHM));
                }
            } catch (IllegalArgumentException e) {
                // Told below, without the secret.
            }
            section.problem("secret", "was '<secret>' but must be 24 to 64 bytes in Base64 (openssl rand -base64 32)");
            return Optional.empty();
        }
    }
}
