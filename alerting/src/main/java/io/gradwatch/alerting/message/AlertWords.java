package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Notification;
import java.util.List;

/**
 * One alert of a notification in words, for channels that show alerts one by one.
 *
 * @param subject its run
 * @param entry the alert
 */
public record AlertWords(Subject subject, MessageEntry entry) {

    /** Puts one change of a notification into words. */
    public static AlertWords of(Notification notification, AlertChange change) {
        return new AlertWords(
                Subject.of(List.of(change.alert()), notification.page()), MessageEntry.of(change, notification, false));
    }
}
