package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import java.util.List;

/**
 * A notification in words. All texts are plain: one line each, bounded, without control characters; a channel escapes
 * what it must.
 *
 * @param title one line of at most {@value #TITLE_LENGTH} characters: what, in which run
 * @param run the run, for the head of the message
 * @param severity the worst among the entries
 * @param firing whether any of the alerts fires now
 * @param entries one for each alert, the most urgent first
 * @param note what else the reader must know, such as that the message may be a repeat; empty where nothing
 */
public record Message(
        String title, Run run, Severity severity, boolean firing, List<MessageEntry> entries, String note) {

    /** Most characters of a title: Slack's limit for a header. */
    public static final int TITLE_LENGTH = 150;

    static final int NAME_LENGTH = 80;

    private static final String REPEATED =
            "This may be a repeat: the connection or the service was interrupted while the"
                    + " message was on its way, and nobody knows whether it arrived.";

    /**
     * The run that a message is about, in words.
     *
     * @param name name, or the id where it has none
     * @param id id
     * @param project project; empty where it has none
     * @param owner owner; empty where it has none
     * @param attempt counts restarts, from 0
     */
    public record Run(String name, String id, String project, String owner, int attempt) {

        static Run of(Alert alert) {
            String id = PlainText.oneLine(alert.getRunId(), NAME_LENGTH);
            String name = PlainText.oneLine(alert.getRunName(), NAME_LENGTH);
            return new Run(
                    name.isEmpty() ? id : name,
                    id,
                    PlainText.oneLine(alert.getProject(), NAME_LENGTH),
                    PlainText.oneLine(alert.getOwner(), NAME_LENGTH),
                    alert.getAttempt());
        }

        /** Such as "run resnet50 · project vision · owner ada · attempt 2"; the attempt only after a restart. */
        public String sentence() {
            return "run " + name
                    + (project.isEmpty() ? "" : " · project " + project)
                    + (owner.isEmpty() ? "" : " · owner " + owner)
                    + (attempt == 0 ? "" : " · attempt " + attempt);
        }
    }

    /** Puts a notification into words. */
    public static Message of(Notification notification) {
        AlertGroup group = notification.group();
        List<MessageEntry> entries =
                group.changes().stream().map(MessageEntry::of).toList();
        Run run = Run.of(group.changes().get(0).alert());
        return new Message(
                title(run, entries),
                run,
                group.severity(),
                group.firing(),
                entries,
                notification.maybeRepeated() ? REPEATED : "");
    }

    /** The entries after the first {@code shown}, in a few words; empty where there are none. */
    public String rest(int shown) {
        List<MessageEntry> rest = entries.subList(Math.min(shown, entries.size()), entries.size());
        if (rest.isEmpty()) {
            return "";
        }
        long firing = rest.stream().filter(MessageEntry::firing).count();
        return "… and " + rest.size() + (rest.size() == 1 ? " more alert" : " more alerts") + " of this run: " + firing
                + " firing, " + (rest.size() - firing) + " resolved";
    }

    private static String title(Run run, List<MessageEntry> entries) {
        MessageEntry first = entries.get(0);
        String what = entries.size() == 1
                ? first.label() + ": " + first.alertClass()
                : entries.size() + " alerts, first " + first.label() + ": " + first.alertClass();
        String since = first.firing() ? " since step " + first.onsetStep() : "";
        String beside = what + " in run " + since;
        return what + " in run " + PlainText.shortened(run.name(), TITLE_LENGTH - beside.length()) + since;
    }
}
