package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.AlertState;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sentences about people: what they have done about an alert, and who is told of it. */
final class PeopleWords {

    /** Receivers that are named; channels limit the length of a message. Own choice. */
    private static final int MOST_RECEIVERS = 5;

    private PeopleWords() {}

    /** Sentences about one alert, each after a blank; empty where nobody has done anything, or it has recovered. */
    static String of(AlertChange change, Notification notification) {
        if (change.alert().getState() == AlertState.RECOVERED) {
            return "";
        }
        AlertStatus status = notification.presentation().statuses().apply(change.alert());
        StringBuilder words = new StringBuilder();
        if (!status.acknowledgedBy().isEmpty()) {
            words.append(" Acknowledged by ").append(name(status.acknowledgedBy()));
            words.append(place(status.acknowledgedVia())).append('.');
        }
        status.silencedUntil()
                .ifPresent(until -> words.append(" Silenced until ")
                        .append(Quantities.time(
                                until.toEpochMilli(),
                                notification.presentation().zone()))
                        .append(status.silencedBy().isBlank() ? "" : " by " + name(status.silencedBy()))
                        .append('.'));
        if (!status.assignee().isEmpty()) {
            words.append(" Assigned to ").append(name(status.assignee())).append('.');
        }
        return words.toString();
    }

    /**
     * Sentence about the receivers that a message is for, also where one hears of it later; empty where there is one.
     */
    static String receivers(AlertGroup group, Notification notification) {
        Set<String> receivers = new TreeSet<>();
        group.changes()
                .forEach(change ->
                        receivers.addAll(notification.presentation().receivers().apply(change)));
        if (receivers.size() < 2) {
            return "";
        }
        String names = receivers.stream().limit(MOST_RECEIVERS).collect(Collectors.joining(", "));
        int more = receivers.size() - MOST_RECEIVERS;
        return "For " + names + (more > 0 ? " and " + more + " more" : "") + ".";
    }

    private static String place(String via) {
        return via.isEmpty() || via.equals("page") || via.equals("api") ? "" : " from " + name(via);
    }

    private static String name(String text) {
        return PlainText.oneLine(text, Message.NAME_LENGTH);
    }
}
