package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.IncidentCause;
import io.gradwatch.alerting.group.SharedCause;
import io.gradwatch.alerting.notify.spi.AlertIncident;
import io.gradwatch.alerting.notify.spi.IncidentAction;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Sha256;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keys by which a service on call knows its incidents: alerts of one kind in one incident of ours have one, so that a
 * cause that hits many runs calls a person once. A kind that is new in the incident calls again. Not thread-safe.
 */
final class IncidentKeys {

    private static final int DIGEST_BYTES = 16;

    /** A host that dies shows in some runs as a crash, in others as silence. */
    private static final String NO_SIGN_OF_LIFE = "no sign of life";

    private final Notification notification;

    /** Of quiet hours, by id of the alert: an incident is read once, whatever the number of its alerts. */
    private final Map<String, Optional<AlertIncident>> incidents = new HashMap<>();

    /** @param notification whose alerts they are for */
    IncidentKeys(Notification notification) {
        this.notification = notification;
    }

    /** Key of an alert of an incident. */
    static String of(String incident, Alert alert) {
        String kind = SharedCause.HOST.classes().contains(alert.getAlertClass())
                ? NO_SIGN_OF_LIFE
                : IncidentCause.of(alert).family();
        return "gradwatch-" + Sha256.hex(incident + "\n" + kind, DIGEST_BYTES);
    }

    /** Key of an alert of the notification. What was told in quiet hours is of many incidents. */
    String of(Alert alert) {
        return of(
                ofQuietHours(alert)
                        .map(AlertIncident::id)
                        .orElse(notification.group().incident()),
                alert);
    }

    private Optional<AlertIncident> ofQuietHours(Alert alert) {
        if (!notification.group().ofQuietHours()) {
            return Optional.empty();
        }
        Optional<AlertIncident> known = incidents.get(alert.getId());
        if (known == null) {
            known = notification.presentation().incidents().apply(alert);
            Optional<AlertIncident> found = known;
            found.ifPresent(incident -> incident.alerts().forEach(other -> incidents.put(other.getId(), found)));
            incidents.put(alert.getId(), found);
        }
        return known;
    }

    /** Latest changes that the receiver knows of, with those that it is told now. */
    List<AlertChange> known() {
        Map<String, AlertChange> latest = new LinkedHashMap<>();
        Stream.concat(notification.group().changes().stream(), notification.latestChanges().stream())
                .forEach(change -> latest.putIfAbsent(change.alert().getId(), change));
        return List.copyOf(latest.values());
    }

    /** Keys of incidents in which something is still open. */
    Set<String> open() {
        Set<String> open = new HashSet<>();
        Set<String> seen = new HashSet<>();
        for (AlertChange change : known()) {
            if (isOpen(change)) {
                open.add(of(change.alert()));
            }
            ofQuietHours(change.alert())
                    .filter(incident -> seen.add(incident.id()))
                    .ifPresent(incident -> incident.alerts().stream()
                            .filter(other -> other.getState() == AlertState.FIRING)
                            .forEach(other -> open.add(of(incident.id(), other))));
        }
        return open;
    }

    static boolean isOpen(AlertChange change) {
        IncidentAction action = IncidentAction.of(change);
        return action == IncidentAction.OPEN || action == IncidentAction.KEEP;
    }
}
