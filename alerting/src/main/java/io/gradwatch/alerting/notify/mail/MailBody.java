package io.gradwatch.alerting.notify.mail;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.message.PlainTextLines;
import io.gradwatch.alerting.message.Subject;

/** Lays a message out as plain text. */
final class MailBody {

    /** Alerts of one message that are written in full; the rest is counted. */
    static final int ENTRIES = 40;

    static final String FOOT = "Sent by Gradwatch.";

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
                    .line("  Why, probably: ", entry.firstCause())
                    .line("  Try first: ", entry.firstRemedy())
                    .line("  " + MessageEntry.CHECKPOINT + ": ", entry.checkpoint())
                    .numbered("  ", "Other causes", entry.otherCauses())
                    .numbered("  ", "Then try", entry.otherRemedies());
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
}
