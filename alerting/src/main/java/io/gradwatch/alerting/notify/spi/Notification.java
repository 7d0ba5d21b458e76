package io.gradwatch.alerting.notify.spi;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.summary.Summary;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One message to one receiver.
 *
 * @param sequence number of the notification in the outbox, from 1; never given twice
 * @param receiver name of the receiver
 * @param group what to tell
 * @param latestChanges latest change of each alert of the incident that the receiver was told or is told now, the last
 *     first: at most {@value #MOST_LATEST_CHANGES}
 * @param createdAt when it was decided to tell it
 * @param thread reference of the first message of this incident that the receiver got, as the notifier returned it
 * @param attempts earlier attempts to send it
 * @param maybeRepeated whether an earlier attempt may have arrived: nobody heard how it ended
 * @param presentation what it shows beside the alerts
 * @param sentAt when it is sent, for the ages in it
 * @param unacknowledged time for which nobody acknowledged the alerts, where that is why it is sent; zero otherwise
 * @param summary of the fleet, where that is what it tells; its group has no changes then
 */
public record Notification(
        long sequence,
        String receiver,
        AlertGroup group,
        List<AlertChange> latestChanges,
        Instant createdAt,
        Optional<String> thread,
        int attempts,
        boolean maybeRepeated,
        Presentation presentation,
        Instant sentAt,
        Duration unacknowledged,
        Optional<Summary> summary) {

    /** Most alerts of an incident that a message knows of beside its own. */
    public static final int MOST_LATEST_CHANGES = 2_000;

    /** The same as it is sent at a time. */
    public Notification sent(Presentation shown, Instant at) {
        return new Notification(
                sequence,
                receiver,
                group,
                latestChanges,
                createdAt,
                thread,
                attempts,
                maybeRepeated,
                shown,
                at,
                unacknowledged,
                summary);
    }

    /** Where links lead; empty where that is not known. */
    public Optional<PublicUrl> page() {
        return presentation.page();
    }

    /** Where its picture comes from. */
    public Pictures pictures() {
        return presentation.pictures();
    }

    /** The same about a part of its changes, as if there were no other. */
    public Notification about(AlertGroup part) {
        return new Notification(
                sequence,
                receiver,
                part,
                part.changes(),
                createdAt,
                thread,
                attempts,
                maybeRepeated,
                presentation,
                sentAt,
                unacknowledged,
                Optional.empty());
    }

    /** Picture for the most urgent alert; empty where there is none. Asks its source at each call. */
    public Optional<Picture> picture() {
        return group.digest()
                ? Optional.empty()
                : pictures().of(group.changes().get(0).alert());
    }

    /** Address of an alert on the page; empty where the page is not known. */
    public String link(Alert alert) {
        return page().map(known -> known.alert(alert.getId())).orElse("");
    }

    /** Address of the run of an alert on the page; empty where the page is not known. */
    public String runLink(Alert alert) {
        return page().map(known -> known.run(alert.getRunId())).orElse("");
    }

    /** Id of the message, the same for each attempt to send it: 32 hexadecimal digits. */
    public String key() {
        String about = String.join("\n", group.incident(), receiver, createdAt.toString(), Long.toString(sequence));
        return Sha256.hex(about, 16);
    }
}
