package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.message.Subject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lays a message out as HTML that mail programs show alike, Outlook with Word's engine among them: tables, styles at
 * each element, colours as attributes too; no scripts, style sheets or pictures from elsewhere. Its links lead to the
 * page. It stays below the 102 KB at which Gmail cuts a mail.
 */
final class MailHtml {

    /** Content-ID of the picture of the curve. */
    static final String PICTURE = "curve";

    /** Most bytes up to the end of the last alert that is written in full; the lines and notes have room behind. */
    private static final int ENTRIES_END_BYTES = 70_000;

    static final String FONT = "font-family:'Segoe UI',Helvetica,Arial,sans-serif;";
    static final String INK = "color:#1f2328;";
    static final String SOFT = "color:#57606a;";

    /** Long names break anywhere, so that no phone has to scroll to the side. */
    static final String CELL = "word-break:break-word;overflow-wrap:anywhere;";

    private final StringBuilder html = new StringBuilder();
    private final Message message;

    private MailHtml(Message message) {
        this.message = message;
    }

    /**
     * The HTML of a message.
     *
     * @param picture description of the picture that comes with the mail; empty for none
     */
    static String of(Message message, String picture) {
        return new MailHtml(message).document(picture);
    }

    private String document(String picture) {
        String title = PlainText.html(message.title());
        String colour = message.tone().colour();
        html.append("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light"><title>%s</title></head>
                <body bgcolor="#f3f4f6" style="margin:0;padding:0;background:#f3f4f6;">
                <div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">%s</div>
                <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f4f6">
                <tr><td align="center" style="padding:12px 8px;">
                <table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="width:100%%;max-width:600px;table-layout:fixed;background:#ffffff;">
                <tr><td height="5" bgcolor="%s" style="height:5px;line-height:5px;font-size:0;background:%s;">&nbsp;</td></tr>
                """.formatted(title, PlainText.html(preview()), colour, colour));
        row(
                "18px 20px 4px",
                "<h1 style=\"margin:0;" + FONT + "font-size:19px;line-height:1.3;color:" + colour + ";\">" + title
                        + "</h1>");
        row("0 20px 10px", paragraph(SOFT, head(message.subject())));
        int shown = appendEntries(picture);
        appendLines();
        appendNote(message.rest(shown));
        appendNote(message.note());
        row("14px 20px 18px", paragraph(SOFT + "font-size:12px;", PlainText.html(MailBody.FOOT)));
        return html.append("</table>\n</td></tr></table>\n</body></html>\n").toString();
    }

    /** First words that a mail program shows beside the subject. */
    private String preview() {
        List<MessageEntry> entries = message.entries();
        return entries.isEmpty() ? message.subject().sentence() : entries.get(0).summary();
    }

    private static String head(Subject subject) {
        String sentence = PlainText.html(subject.sentenceWithId());
        return subject.link().isEmpty() ? sentence : sentence + " · " + linked("open", subject.link());
    }

    /** Writes the alerts that have room, the first with the picture; their number. */
    private int appendEntries(String picture) {
        int shown = 0;
        for (MessageEntry entry : message.shownEntries(MailBody.ENTRIES)) {
            int end = html.length();
            appendEntry(entry, shown == 0 ? picture : "");
            if (html.toString().getBytes(StandardCharsets.UTF_8).length > ENTRIES_END_BYTES) {
                html.setLength(end);
                return shown;
            }
            shown++;
        }
        return shown;
    }

    private void appendEntry(MessageEntry entry, String picture) {
        String colour = entry.tone().colour();
        row(
                "10px 20px 0",
                "<h2 style=\"margin:0;border-top:1px solid #d8dee4;padding-top:12px;" + FONT
                        + "font-size:16px;line-height:1.35;color:" + colour + ";\">" + PlainText.html(entry.label())
                        + " "
                        + linked(entry.fault(), entry.link()) + "</h2>");
        row("4px 20px 0", paragraph(INK, PlainText.html(entry.summary())));
        row("4px 20px 0", paragraph(SOFT, PlainText.html(entry.status())));
        if (!picture.isEmpty()) {
            row(
                    "10px 20px 0",
                    "<img src=\"cid:" + PICTURE + "\" width=\"560\" alt=\"" + PlainText.html(picture)
                            + "\" style=\"display:block;width:100%;max-width:560px;height:auto;border:0;\">");
        }
        appendList("Evidence", "ul", entry.facts());
        appendFact("Why, probably", entry.firstCause());
        appendFact("Try first", entry.firstRemedy());
        appendFact(MessageEntry.CHECKPOINT, entry.checkpoint());
        appendList("Other causes", "ol", entry.otherCauses());
        appendList("Then try", "ol", entry.otherRemedies());
        appendActions(entry);
    }

    private void appendActions(MessageEntry entry) {
        if (entry.link().isEmpty()) {
            return;
        }
        row("12px 20px 4px", """
                <table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
                <td bgcolor="#0b65a5" style="background:#0b65a5;padding:8px 16px;">%s</td>
                <td style="padding:8px 12px;%s%s">Useful? %s · %s</td>
                </tr></table>""".formatted(
                        "<a href=\"" + PlainText.html(entry.link()) + "\" style=\"" + FONT
                                + "font-size:14px;color:#ffffff;text-decoration:none;\">Open, acknowledge, silence</a>",
                        FONT,
                        SOFT + "font-size:13px;",
                        linked("yes", entry.link() + "?useful=yes"),
                        linked("no", entry.link() + "?useful=no")));
    }

    private void appendFact(String heading, String fact) {
        if (!fact.isEmpty()) {
            row("8px 20px 0", paragraph(INK + "font-weight:bold;", heading) + paragraph(INK, PlainText.html(fact)));
        }
    }

    private void appendList(String heading, String element, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        StringBuilder list = new StringBuilder(paragraph(INK + "font-weight:bold;", heading));
        list.append("<" + element + " style=\"margin:2px 0 0;padding:0 0 0 22px;" + FONT
                + "font-size:14px;line-height:1.45;" + INK + "\">\n");
        lines.forEach(line -> list.append("<li>" + PlainText.html(line) + "</li>\n"));
        row("8px 20px 0", list.append("</" + element + ">").toString());
    }

    private void appendLines() {
        message.tables().forEach(table -> row("12px 20px 0", MailTable.of(table)));
        List<Message.Line> lines = message.shownLines();
        if (lines.isEmpty() || !message.tables().isEmpty()) {
            return;
        }
        StringBuilder list =
                new StringBuilder("<ul style=\"margin:0;padding:10px 0 0 22px;border-top:1px solid #d8dee4;" + FONT
                        + "font-size:14px;line-height:1.5;" + INK + "\">\n");
        for (Message.Line line : lines) {
            list.append("<li>" + linked(line.subject(), line.link()) + ": " + PlainText.html(line.text()) + "</li>\n");
        }
        row("12px 20px 0", list.append("</ul>").toString());
    }

    private void appendNote(String note) {
        if (!note.isEmpty()) {
            row("10px 20px 0", paragraph(SOFT, PlainText.html(note)));
        }
    }

    private void row(String padding, String content) {
        html.append("<tr><td style=\"padding:" + padding + ";" + CELL + "\">" + content + "</td></tr>\n");
    }

    private static String paragraph(String style, String content) {
        return "<p style=\"margin:0;" + FONT + "font-size:14px;line-height:1.45;" + style + "\">" + content + "</p>";
    }

    /** The text as a link, where there is an address; that is of the configuration, with encoded ids. */
    static String linked(String text, String link) {
        return link.isEmpty()
                ? PlainText.html(text)
                : "<a href=\"" + PlainText.html(link) + "\" style=\"color:#0b65a5;\">" + PlainText.html(text) + "</a>";
    }
}
