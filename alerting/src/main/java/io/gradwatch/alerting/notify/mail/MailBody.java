package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.MessageLine;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Subject;
import java.util.List;

/**
 * Lays a message out as plain text and as HTML. The HTML has no scripts, pictures or styles from elsewhere; its links
 * lead to the page.
 */
final class MailBody {

    /** Alerts of one message that are written in full; the rest is counted. */
    static final int ENTRIES = 40;

    private static final String FOOT = "Sent by Gradwatch.";

    private MailBody() {}

    static String text(Message message) {
        StringBuilder text = new StringBuilder();
        text.append(message.title()).append('\n');
        text.append(message.subject().sentence()).append('\n');
        appendLine(text, "id ", message.subject().id());
        appendLine(text, "", message.subject().link());
        for (MessageEntry entry : shown(message)) {
            text.append("\n")
                    .append(entry.label())
                    .append(' ')
                    .append(entry.fault())
                    .append('\n');
            appendLine(text, "  ", entry.summary());
            appendLine(text, "  ", entry.standing());
            appendLine(text, "  ", entry.link());
            appendLine(text, "  Evidence: ", String.join("; ", entry.facts()));
            appendNumbered(text, "Why, probably", entry.causes());
            appendNumbered(text, "Try first", entry.remedies());
        }
        text.append(message.lines().isEmpty() ? "" : "\n");
        for (MessageLine line : message.shownLines()) {
            appendLine(text, "- ", line.plain());
            appendLine(text, "  ", line.link());
        }
        appendLine(text, "\n", message.rest(ENTRIES));
        appendLine(text, "\n", message.note());
        return text.append("\n-- \n").append(FOOT).append('\n').toString();
    }

    static String html(Message message) {
        StringBuilder html =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        html.append(PlainText.html(message.title()))
                .append("</title></head>\n<body style=\"font-family:sans-serif\">\n");
        html.append("<h2 style=\"color:").append(colour(message)).append("\">");
        html.append(PlainText.html(message.title())).append("</h2>\n");
        html.append("<p>").append(head(message.subject())).append("</p>\n");
        for (MessageEntry entry : shown(message)) {
            html.append("<h3>")
                    .append(PlainText.html(entry.label()))
                    .append(' ')
                    .append(linked(entry.fault(), entry.link()))
                    .append("</h3>\n");
            appendElement(html, "p", entry.summary());
            appendElement(html, "p", entry.standing());
            appendList(html, "Evidence", "ul", entry.facts());
            appendList(html, "Why, probably", "ol", entry.causes());
            appendList(html, "Try first", "ol", entry.remedies());
        }
        appendLines(html, message.shownLines());
        appendElement(html, "p", message.rest(ENTRIES));
        appendElement(html, "p", message.note());
        return html.append("<hr>\n<p>")
                .append(FOOT)
                .append("</p>\n</body></html>\n")
                .toString();
    }

    private static String head(Subject subject) {
        String sentence = subject.sentence() + (subject.several() ? "" : " · id " + subject.id());
        return PlainText.html(sentence) + (subject.link().isEmpty() ? "" : " · " + linked("open", subject.link()));
    }

    private static void appendLines(StringBuilder html, List<MessageLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        html.append("<ul>\n");
        for (MessageLine line : lines) {
            html.append("<li>").append(linked(line.subject(), line.link()));
            html.append(": ").append(PlainText.html(line.text())).append("</li>\n");
        }
        html.append("</ul>\n");
    }

    /** The text as a link, where there is an address; that is of the configuration, with encoded ids. */
    private static String linked(String text, String link) {
        return link.isEmpty()
                ? PlainText.html(text)
                : "<a href=\"" + PlainText.html(link) + "\">" + PlainText.html(text) + "</a>";
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
            html.append('<').append(element).append('>').append(PlainText.html(plain));
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
        return switch (message.tone()) {
            case CRITICAL -> "#b00020";
            case WARNING -> "#b25000";
            case INFO -> "#0550ae";
            case RECOVERED -> "#1a7f37";
            case PAST -> "#57606a";
        };
    }
}
