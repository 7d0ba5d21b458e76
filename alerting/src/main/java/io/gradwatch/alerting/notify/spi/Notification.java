package io.gradwatch.alerting.notify.spi;

import io.gradwatch.alerting.group.AlertGroup;
import java.time.Instant;
import java.util.Optional;

/**
 * One message to one receiver.
 *
 * @param sequence number of the notification in the outbox, from 1; never given twice
 * @param receiver name of the receiver
 * @param group what to tell
 * @param createdAt when it was decided to tell it
 * @param thread reference of the first message of this run that the receiver got, as the notifier returned it
 * @param maybeRepeated whether an earlier attempt may have arrived: nobody heard how it ended
 */
public record Notification(
        long sequence,
        String receiver,
        AlertGroup group,
        Instant createdAt,
        Optional<String> thread,
        boolean maybeRepeated) {}
