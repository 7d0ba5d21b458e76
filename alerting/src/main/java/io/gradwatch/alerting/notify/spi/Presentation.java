package io.gradwatch.alerting.notify.spi;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.schema.Alert;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that a message shows beside its alerts.
 *
 * @param page where links lead; empty where that is not known
 * @param pictures where its picture comes from
 * @param statuses status that people gave an alert
 * @param receivers names of the receivers that a change is told to
 * @param zone in which times are written
 * @param incidents incident that an alert belongs to; empty where that is not known
 */
public record Presentation(
        Optional<PublicUrl> page,
        Pictures pictures,
        Function<Alert, AlertStatus> statuses,
        Function<AlertChange, Set<String>> receivers,
        ZoneId zone,
        Function<Alert, Optional<AlertIncident>> incidents) {

    /** The alerts alone, with times in UTC. */
    public static final Presentation PLAIN = new Presentation(
            Optional.empty(),
            Pictures.NONE,
            alert -> AlertStatus.NONE,
            change -> Set.of(),
            ZoneId.of("UTC"),
            alert -> Optional.empty());

    /** The same with links to a page, and pictures. */
    public Presentation with(Optional<PublicUrl> toPage, Pictures from) {
        return new Presentation(toPage, from, statuses, receivers, zone, incidents);
    }
}
