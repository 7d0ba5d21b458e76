package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A notification in words. All texts are plain: one line each, bounded, without control characters; a channel escapes
 * what it must.
 *
 * @param title one line of at most {@value #TITLE_LENGTH} characters: what, in which run, since when
 * @param subject the run or runs, for the head of the message
 * @param tone the most urgent among the alerts
 * @param entries alerts in full, the most urgent first: of one run all, of several one for each kind of fault
 * @param lines the other alerts in a line each: those of other runs, and what was over before anybody was told
 * @param note what else the reader must know, such as that the message may be a repeat; empty where nothing
 * @param tables the lines as tables, for a channel that can show them; of alerts none
 */
public record Message(
        String title,
        Subject subject,
        Tone tone,
        List<MessageEntry> entries,
        List<Line> lines,
        String note,
        List<Table> tables) {

    /** Most characters of a title: Slack's limit for a header. */
    public static final int TITLE_LENGTH = 150;

    /** Most lines that a channel writes; the rest is counted. */
    public static final int MOST_LINES = 20;

    static final int NAME_LENGTH = 80;

    /** Kinds of fault that a message about several runs tells in full. */
    private static final int MOST_KINDS = 3;

    private static final String REPEATED =
            "This may be a repeat: the connection or the service was interrupted while the"
                    + " message was on its way, and nobody knows whether it arrived.";

    /** A message of lines alone. */
    Message(String title, Subject subject, Tone tone, List<MessageEntry> entries, List<Line> lines, String note) {
        this(title, subject, tone, entries, lines, note, List.of());
    }

    /** Puts what is to be told into words. */
    public static Message of(Notification notification) {
        return of(notification, notification.group());
    }

    /** Puts all that is known of the incident into words, for a message that is updated. */
    public static Message ofIncident(Notification notification) {
        return of(notification, new AlertGroup(notification.group().incident(), notification.latestChanges()));
    }

    private static Message of(Notification notification, AlertGroup group) {
        String note = notification.maybeRepeated() ? REPEATED : "";
        if (notification.summary().isPresent()) {
            return SummaryMessage.of(notification.summary().get(), notification, note);
        }
        if (group.digest()) {
            return Digest.of(notification, group, note);
        }
        Title title = Title.of(notification, group);
        boolean several = title.subject().several();
        List<MessageEntry> entries = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        for (AlertChange change : group.changes()) {
            boolean past = change.kind() == AlertChange.Kind.FIRED_AND_RECOVERED;
            boolean inFull = !several
                    || (kinds.size() < MOST_KINDS && kinds.add(change.alert().getAlertClass() + change.kind()));
            if (inFull && !past) {
                entries.add(MessageEntry.of(change, notification, several));
            } else {
                lines.add(line(change, notification, several));
            }
        }
        return new Message(
                title.text(),
                title.subject(),
                title.tone(),
                entries,
                lines,
                joined(
                        joined(SharedCauseNote.of(group, title.subject()), PeopleWords.receivers(group, notification)),
                        note));
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + " " + second;
    }

    /** The alerts of which the first {@code shown} entries and lines say nothing, in a few words; empty without any. */
    public String rest(int shownEntries) {
        int left = Math.max(0, entries.size() - shownEntries) + Math.max(0, lines.size() - MOST_LINES);
        return left == 0 ? "" : "… and " + Quantities.step(left) + (left == 1 ? " more alert" : " more alerts");
    }

    /** The first entries, of which a channel writes {@code most}. */
    public List<MessageEntry> shownEntries(int most) {
        return entries.subList(0, Math.min(most, entries.size()));
    }

    /** The lines that a channel writes. */
    public List<Line> shownLines() {
        return lines.subList(0, Math.min(MOST_LINES, lines.size()));
    }

    private static Line line(AlertChange change, Notification notification, boolean several) {
        Alert alert = change.alert();
        String fault = AlertWords.fault(alert.getAlertClass());
        String phrase = AlertWords.phrase(change, notification.sentAt());
        return several
                ? new Line(Subject.runName(alert), fault + " " + phrase, notification.runLink(alert))
                : new Line(fault, phrase, notification.link(alert));
    }

    /**
     * One line about one alert or one run.
     *
     * @param subject name of the run or kind of fault that it begins with, which links where there is an address
     * @param text what follows
     * @param link address for the subject; empty where there is none
     */
    public record Line(String subject, String text, String link) {

        /** The line without its link. */
        public String plain() {
            return subject + ": " + text;
        }
    }
}
