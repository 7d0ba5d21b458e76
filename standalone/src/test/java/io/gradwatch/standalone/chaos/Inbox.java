package io.gradwatch.standalone.chaos;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import io.gradwatch.alerting.testing.LoopbackSlack;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Messages that Slack and the mail server took. Each is read once, and a mail leaves the server then: those of a long
 * run have pictures and would fill the memory. For one thread.
 */
final class Inbox {

    /** Base of the links in messages. */
    static final String PUBLIC_URL = "https://watch.example/";

    private static final Pattern RUN = Pattern.compile(Pattern.quote(PUBLIC_URL + "runs/") + "([\\w-]+)");

    private final LoopbackSlack slack;
    private final GreenMail mail;
    private final Set<String> runsInSlack = new HashSet<>();
    private final Set<String> runsInMail = new HashSet<>();
    private final Set<String> mailIds = new HashSet<>();
    private final List<String> mails = new ArrayList<>();
    private final List<String> mailsAgain = new ArrayList<>();
    private int readInSlack;

    Inbox(LoopbackSlack slack, GreenMail mail) {
        this.slack = slack;
        this.mail = mail;
    }

    /** True once both have a message about a run. */
    boolean has(String run) {
        readSlack();
        readMail();
        return runsInSlack.contains(run) && runsInMail.contains(run);
    }

    /** Entries of all messages to Slack. */
    List<MessageEntry> slack() {
        return slack.posted().stream()
                .flatMap(message -> MessageEntry.inSlack(message.text()).stream())
                .toList();
    }

    /** Entries of all mails; one that came again with the same Message-ID is the same mail. */
    List<MessageEntry> mail() {
        readMail();
        return mails.stream()
                .flatMap(text -> MessageEntry.inMail(text).stream())
                .toList();
    }

    /** Entries of each mail that came again with the same Message-ID, once for each time. */
    List<List<MessageEntry>> mailAgain() {
        readMail();
        return mailsAgain.stream().map(MessageEntry::inMail).toList();
    }

    private void readSlack() {
        List<LoopbackSlack.Posted> posted = slack.posted();
        posted.subList(readInSlack, posted.size()).forEach(message -> addRuns(message.text(), runsInSlack));
        readInSlack = posted.size();
    }

    private void readMail() {
        try {
            for (GreenMailUser user : mail.getUserManager().listUser().toArray(GreenMailUser[]::new)) {
                take(mail.getManagers().getImapHostManager().getInbox(user));
            }
        } catch (MessagingException | FolderException | IOException e) {
            throw new IllegalStateException("a mail cannot be read", e);
        }
    }

    private void take(MailFolder folder) throws MessagingException, FolderException, IOException {
        // A copy: the folder's own list changes when a mail comes meanwhile.
        StoredMessage[] come = folder.getMessages().toArray(new StoredMessage[0]);
        for (StoredMessage message : come) {
            String text = MailText.of(message.getMimeMessage());
            boolean first = mailIds.add(message.getMimeMessage().getMessageID());
            (first ? mails : mailsAgain).add(text);
            addRuns(text, runsInMail);
            message.setFlag(Flags.Flag.DELETED, true);
        }
        if (come.length > 0) {
            folder.expunge();
        }
    }

    private static void addRuns(String text, Set<String> runs) {
        RUN.matcher(text).results().forEach(found -> runs.add(found.group(1)));
    }
}
