package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.PlainTextLines;
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
        Subject subject = message.subject();
        PlainTextLines text = new PlainTextLines()
                .line("", message.title())
                .line("", subject.sentence())
                .line("id ", subject.id())
                .line("", subject.link());
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            text.line("\n", entry.label() + ' ' + entry.fault())
                    .line("  ", entry.summary())
                    .line("  ", entry.status())
                    .line("  ", entry.link())
                    .line("  Evidence: ", String.join("; ", entry.facts()))
                    .numbered("  ", "Why, probably", entry.causes())
                    .numbered("  ", "Try first", entry.remedies());
        }
        String before = "\n- ";
        for (Message.Line line : message.shownLines()) {
            text.line(before, line.plain()).line("  ", line.link());
            before = "- ";
        }
        return text.line("\n", message.rest(ENTRIES))
                .line("\n", message.note())
                .line("\n-- \n", FOOT)
                .toString();
    }

    static String html(Message message) {
        String title = PlainText.html(message.title());
        StringBuilder html =
                new StringBuilder("""
                    <!DOCTYPE html>
                    <html lang="en"><head><meta charset="utf-8"><title>%s</title></head>
                    <body style="font-family:sans-serif">
                    <h2 style="color:%s">%s</h2>
                    <p>%s</p>
                    """.formatted(title, message.tone().colour(), title, head(message.subject())));
        for (MessageEntry entry : message.shownEntries(ENTRIES)) {
            String fault = linked(entry.fault(), entry.link());
            html.append("<h3>" + PlainText.html(entry.label()) + " " + fault + "</h3>\n");
            appendElement(html, "p", entry.summary());
            appendElement(html, "p", entry.status());
            appendList(html, "Evidence", "ul", entry.facts());
            appendList(html, "Why, probably", "ol", entry.causes());
            appendList(html, "Try first", "ol", entry.remedies());
        }
        appendLines(html, message.shownLines());
        appendElement(html, "p", message.rest(ENTRIES));
        appendElement(html, "p", message.note());
        return html.append("<hr>\n<p>" + FOOT + "</p>\n</body></html>\n").toString();
    }

    private static String head(Subject subject) {
        String sentence = PlainText.html(subject.sentenceWithId());
        return subject.link().isEmpty() ? sentence : sentence + " · " + linked("open", subject.link());
    }

    private static void appendLines(StringBuilder html, List<Message.Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        html.append("<ul>\n");
        for (Message.Line line : lines) {
            html.append("<li>" + linked(line.subject(), line.link()) + ": " + PlainText.html(line.text()) + "</li>\n");
        }
        html.append("</ul>\n");
    }

    /** The text as a link, where there is an address; that is of the configuration, with encoded ids. */
    private static String linked(String text, String link) {
        return link.isEmpty()
                ? PlainText.html(text)
                : "<a href=\"" + PlainText.html(link) + "\">" + PlainText.html(text) + "</a>";
    }

    private static void appendElement(StringBuilder html, String element, String plain) {
        if (!plain.isEmpty()) {
            html.append("<" + element + ">" + PlainText.html(plain) + "</" + element + ">\n");
        }
    }

    private static void appendList(StringBuilder html, String head, String element, List<String> lines) {
        if (!lines.isEmpty()) {
            html.append("<p><b>" + head + "</b></p>\n<" + element + ">\n");
            lines.forEach(line -> appendElement(html, "li", line));
            html.append("</" + element + ">\n");
        }
    }
}
