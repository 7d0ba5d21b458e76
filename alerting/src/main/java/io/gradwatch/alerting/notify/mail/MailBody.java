package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import java.util.List;

/** Lays a message out as plain text and as HTML. The HTML has no scripts, links, pictures or styles from elsewhere. */
final class MailBody {

    /** Alerts of one message that are written in full; the rest is counted. */
    static final int ENTRIES = 40;

    private static final String FOOT = "Sent by Gradwatch.";

    private MailBody() {}

    static String text(Message message) {
        StringBuilder text = new StringBuilder();
        text.append(message.title()).append('\n');
        text.append(message.run().sentence()).append('\n');
        text.append("id ").append(message.run().id()).append('\n');
        for (MessageEntry entry : shown(message)) {
            text.append("\n")
                    .append(entry.label())
                    .append(' ')
                    .append(entry.alertClass())
                    .append('\n');
            appendLine(text, "  ", entry.summary());
            appendLine(text, "  ", entry.standing());
            appendLine(text, "  Evidence: ", String.join("; ", entry.facts()));
            appendNumbered(text, "Why, probably", entry.causes());
            appendNumbered(text, "Try first", entry.remedies());
        }
        appendLine(text, "\n", message.rest(ENTRIES));
        appendLine(text, "\n", message.note());
        return text.append("\n-- \n").append(FOOT).append('\n').toString();
    }

    static String html(Message message) {
        StringBuilder html =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        html.append(escaped(message.title())).append("</title></head>\n<body style=\"font-family:sans-serif\">\n");
        html.append("<h2 style=\"color:").append(colour(message)).append("\">");
        html.append(escaped(message.title())).append("</h2>\n");
        appendElement(
                html, "p", message.run().sentence() + " · id " + message.run().id());
        for (MessageEntry entry : shown(message)) {
            appendElement(html, "h3", entry.label() + " " + entry.alertClass());
            appendElement(html, "p", entry.summary());
            appendElement(html, "p", entry.standing());
            appendList(html, "Evidence", "ul", entry.facts());
            appendList(html, "Why, probably", "ol", entry.causes());
            appendList(html, "Try first", "ol", entry.remedies());
        }
        appendElement(html, "p", message.rest(ENTRIES));
        appendElement(html, "p", message.note());
        return html.append("<hr>\n<p>")
                .append(FOOT)
                .append("</p>\n</body></html>\n")
                .toString();
    }

    static String escaped(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static List<MessageEntry> shown(Message message) {
        return message.entries().subList(0, Math.min(ENTRIES, message.entries().size()));
    }

    private static void appendLine(StringBuilder text, String before, String line) {
        if (!line.isEmpty()) {
            text.append(before).append(line).append('\n');
        }
    }

    private static void appendNumbered(StringBuilder text, String head, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("  ").append(head).append(":\n");
            for (int i = 0; i < lines.size(); i++) {
                appendLine(text, "    " + (i + 1) + ". ", lines.get(i));
            }
        }
    }

    private static void appendElement(StringBuilder html, String element, String plain) {
        if (!plain.isEmpty()) {
            html.append('<').append(element).append('>').append(escaped(plain));
            html.append("</").append(element).append(">\n");
        }
    }

    private static void appendList(StringBuilder html, String head, String element, List<String> lines) {
        if (!lines.isEmpty()) {
            html.append("<p><b>")
                    .append(head)
                    .append("</b></p>\n<")
                    .append(element)
                    .append(">\n");
            lines.forEach(line -> appendElement(html, "li", line));
            html.append("</").append(element).append(">\n");
        }
    }

    private static String colour(Message message) {
        if (!message.firing()) {
            return "#1a7f37";
        }
        return switch (message.severity()) {
            case CRITICAL -> "#b00020";
            case WARNING -> "#b25000";
            case INFO -> "#0550ae";
        };
    }
}
