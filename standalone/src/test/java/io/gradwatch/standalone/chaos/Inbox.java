package io.gradwatch.standalone.chaos;

import com.icegreen.greenmail.util.GreenMail;
import io.gradwatch.alerting.testing.LoopbackSlack;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Messages that Slack and the mail server took. */
final class Inbox {

    /** Base of the links in messages. */
    static final String PUBLIC_URL = "https://watch.example/";

    private final LoopbackSlack slack;
    private final GreenMail mail;

    Inbox(LoopbackSlack slack, GreenMail mail) {
        this.slack = slack;
        this.mail = mail;
    }

    /** True once both have a message about a run. */
    boolean has(String run) {
        String link = PUBLIC_URL + "runs/" + run;
        Pattern whole = Pattern.compile(Pattern.quote(link) + "(?![\\w-])");
        return slack.posted().stream()
                        .anyMatch(message -> whole.matcher(message.text()).find())
                && mails().stream().anyMatch(text -> whole.matcher(text).find());
    }

    /** Entries of all messages to Slack. */
    List<MessageEntry> slack() {
        return slack.posted().stream()
                .flatMap(message -> MessageEntry.inSlack(message.text()).stream())
                .toList();
    }

    /** Entries of all mails; one that came again with the same Message-ID is the same mail. */
    List<MessageEntry> mail() {
        return mails().stream()
                .flatMap(text -> MessageEntry.inMail(text).stream())
                .toList();
    }

    /** Entries of each mail that came again with the same Message-ID, once for each time. */
    List<List<MessageEntry>> mailAgain() {
        return mails(false).stream().map(MessageEntry::inMail).toList();
    }

    private List<String> mails() {
        return mails(true);
    }

    private List<String> mails(boolean first) {
        try {
            List<String> texts = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            for (MimeMessage message : mail.getReceivedMessages()) {
                if (ids.add(message.getMessageID()) == first) {
                    texts.add(MailText.of(message));
                }
            }
            return texts;
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail cannot be read", e);
        }
    }
}
