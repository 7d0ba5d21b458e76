package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.RunKey;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The title of a message.
 *
 * @param text one line of at most {@value Message#TITLE_LENGTH} characters
 * @param subject the run or runs
 * @param tone mood of the message
 */
public record Title(String text, Subject subject, Tone tone) {

    private static final int SHORTEST_NAME = 8;

    static Title of(Notification notification, AlertGroup group) {
        AlertChange lead = lead(group.changes());
        Subject subject = Subject.of(alerts(lead, group, notification), notification.page());
        String before =
                prefix(lead, notification) + AlertWords.fault(lead.alert().getAlertClass()) + others(group) + " in ";
        String after =
                subject.several() ? joined(notification, group) + ending(lead, true) : suffix(lead, notification);
        int room = Message.TITLE_LENGTH - before.length() - after.length();
        String whose = subject.inTitle(Message.NAME_LENGTH);
        for (int length = Message.NAME_LENGTH; whose.length() > room && length > SHORTEST_NAME; length -= 4) {
            whose = subject.inTitle(length);
        }
        return new Title(PlainText.shortened(before + whose + after, Message.TITLE_LENGTH), subject, Tone.of(lead));
    }

    /** The title of one change, for a channel that keeps an incident for each alert. */
    public static String of(Notification notification, AlertChange change) {
        return of(notification, change, List.of(change));
    }

    /** The title of a change that is told together with others of its cause: that of all of them. */
    public static String of(Notification notification, AlertChange change, List<AlertChange> together) {
        List<AlertChange> told = together.size() > 1 ? together : List.of(change);
        AlertGroup part = new AlertGroup(notification.group().incident(), told);
        return of(notification.about(part), part).text();
    }

    /** News counts all runs of the incident, what becomes of them only those that it concerns. */
    private static List<Alert> alerts(AlertChange lead, AlertGroup group, Notification notification) {
        boolean news = group.changes().stream().anyMatch(change -> change.before() == null);
        Stream<AlertChange> before = news ? notification.latestChanges().stream() : Stream.empty();
        return Stream.concat(Stream.of(lead), Stream.concat(group.changes().stream(), before))
                .map(AlertChange::alert)
                .toList();
    }

    /** The change that the title tells: the most urgent. */
    private static AlertChange lead(List<AlertChange> changes) {
        return changes.stream()
                .reduce((best, next) -> Tone.of(next).compareTo(Tone.of(best)) < 0 ? next : best)
                .orElseThrow();
    }

    private static String prefix(AlertChange lead, Notification notification) {
        boolean endedUnheard = lead.kind() == AlertChange.Kind.FIRED_AND_ENDED;
        if ((lead.firing() || endedUnheard) && !notification.unacknowledged().isZero()) {
            String label = endedUnheard ? lead.alert().getSeverity().name() : AlertWords.label(lead);
            return label + ", not acknowledged for "
                    + Quantities.span(notification.unacknowledged().toMillis()) + ": ";
        }
        return switch (lead.kind()) {
            case RECOVERED -> "Recovered: ";
            case ENDED -> "Unrecovered: ";
            case FIRED_AND_RECOVERED -> "Past: ";
            case FIRED_AND_ENDED -> lead.alert().getSeverity().name() + ": ";
            default -> AlertWords.label(lead) + ": ";
        };
    }

    private static String others(AlertGroup group) {
        Set<String> kinds = new LinkedHashSet<>();
        group.changes()
                .forEach(change -> kinds.add(AlertWords.fault(change.alert().getAlertClass())));
        boolean oneRun = group.runs().size() == 1;
        int more = (oneRun ? group.changes().size() : kinds.size()) - 1;
        return more == 0 ? "" : " and " + more + " more";
    }

    private static String suffix(AlertChange lead, Notification notification) {
        return lead.firing()
                ? " since step " + Quantities.step(lead.alert().getOnsetStep()) + ", "
                        + AlertWords.age(lead.alert(), notification.sentAt())
                : ending(lead, false);
    }

    private static String ending(AlertChange lead, boolean several) {
        return switch (lead.kind()) {
            case ENDED, FIRED_AND_ENDED -> several ? "; runs ended with it" : " to its end";
            case FIRED_AND_RECOVERED -> several ? "" : ", " + AlertWords.past(lead.alert());
            default -> "";
        };
    }

    /** Number of runs that the message adds to those of which people were told before. */
    private static String joined(Notification notification, AlertGroup group) {
        Set<String> ids =
                group.changes().stream().map(change -> change.alert().getId()).collect(Collectors.toSet());
        Set<RunKey> known = Stream.concat(
                        group.changes().stream().filter(change -> change.before() != null),
                        notification.latestChanges().stream()
                                .filter(change -> !ids.contains(change.alert().getId())))
                .map(change -> RunKey.of(change.alert()))
                .collect(Collectors.toSet());
        long added = group.runs().stream().filter(run -> !known.contains(run)).count();
        return added > 0 && !known.isEmpty() ? ", " + Quantities.step(added) + " of them new" : "";
    }
}
