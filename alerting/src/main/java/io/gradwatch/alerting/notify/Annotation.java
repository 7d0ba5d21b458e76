package io.gradwatch.alerting.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.AlertWords;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Lays an alert out as an annotation. Grafana keeps 500 bytes of tags with an annotation and 100 characters of each, so
 * names are cut, and the alert is known by a digest of its id. Its text is HTML to Grafana.
 */
final class Annotation {

    /** On every annotation of ours: what a dashboard asks for. */
    static final String TAG = "gradwatch";

    /** Before the digest of an alert's id. */
    static final String ALERT_TAG = "gradwatch-alert:";

    private static final int NAME_CHARACTERS = 30;
    private static final int DIGEST_BYTES = 16;
    private static final int TEXT_LENGTH = 4_000;

    private Annotation() {}

    /** The tag by which the annotation of an alert is found again. */
    static String alertTag(Alert alert) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(alert.getId().getBytes(StandardCharsets.UTF_8));
            return ALERT_TAG + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** A new annotation; it ends at once where the alert is over already. */
    static ObjectNode created(Notification notification, AlertChange change) {
        ObjectNode annotation = changed(notification, change);
        return annotation.put("time", change.alert().getRaisedTimeMillis());
    }

    /** What changes of an annotation that is there: how the alert stands, and when it is over. */
    static ObjectNode changed(Notification notification, AlertChange change) {
        AlertWords words = AlertWords.of(notification, change);
        ObjectNode annotation = JsonNodeFactory.instance.objectNode().put("text", text(words));
        ArrayNode tags = annotation.putArray("tags");
        tags(change).forEach(tags::add);
        return change.firing()
                ? annotation
                : annotation.put("timeEnd", change.alert().getRaisedTimeMillis());
    }

    private static List<String> tags(AlertChange change) {
        Alert alert = change.alert();
        return List.of(
                TAG,
                alertTag(alert),
                "severity:" + change.severity().name().toLowerCase(Locale.ROOT),
                "state:" + alert.getState().name().toLowerCase(Locale.ROOT),
                "class:" + word(alert.getAlertClass()),
                "project:" + word(alert.getProject()),
                "run:" + word(alert.getRunId()));
    }

    /** A name as a part of a tag: what is neither letter nor digit nor one of {@code ._/-} becomes {@code _}. */
    private static String word(String name) {
        StringBuilder word = new StringBuilder();
        name.codePoints()
                .limit(NAME_CHARACTERS)
                .map(c -> Character.isLetterOrDigit(c) || "._/-".indexOf(c) >= 0 ? c : '_')
                .forEach(word::appendCodePoint);
        return word.toString();
    }

    private static String text(AlertWords words) {
        MessageEntry entry = words.entry();
        StringBuilder text = new StringBuilder("<b>" + html(entry.label()) + ": " + html(entry.fault()) + "</b>");
        line(text, words.subject().sentence());
        link(text, "the alert", entry.link());
        link(text, "the run", words.subject().link());
        line(text, entry.summary());
        line(text, entry.standing());
        entry.facts().forEach(fact -> line(text, fact));
        entry.causes().stream().findFirst().ifPresent(cause -> line(text, "Why, probably: " + cause));
        entry.remedies().stream().findFirst().ifPresent(remedy -> line(text, "Try first: " + remedy));
        return text.toString();
    }

    /** A line that does not fit is left out: nothing is cut within an escape. */
    private static void line(StringBuilder text, String plain) {
        String line = "<br>" + html(PlainText.oneLine(plain, TEXT_LENGTH));
        if (text.length() + line.length() <= TEXT_LENGTH) {
            text.append(line);
        }
    }

    /** Grafana shows links of annotations; the address is of the configuration, with encoded ids. */
    private static void link(StringBuilder text, String label, String address) {
        String link = "<br><a href=\"" + html(address) + "\" target=\"_blank\">" + label + "</a>";
        if (!address.isEmpty() && text.length() + link.length() <= TEXT_LENGTH) {
            text.append(link);
        }
    }

    private static String html(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
