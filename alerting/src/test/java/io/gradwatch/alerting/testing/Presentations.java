package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.AlertIncident;
import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.schema.Alert;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Presentations that differ from the plain one in a part. */
public final class Presentations {

    private static final Presentation PLAIN = Presentation.PLAIN;

    private Presentations() {}

    public static Presentation ofStatuses(Function<Alert, AlertStatus> statuses) {
        return of(statuses, PLAIN.receivers(), PLAIN.incidents());
    }

    public static Presentation ofReceivers(Function<AlertChange, Set<String>> receivers) {
        return of(PLAIN.statuses(), receivers, PLAIN.incidents());
    }

    public static Presentation ofIncidents(Function<Alert, Optional<AlertIncident>> incidents) {
        return of(PLAIN.statuses(), PLAIN.receivers(), incidents);
    }

    public static Presentation of(
            Function<Alert, AlertStatus> statuses,
            Function<AlertChange, Set<String>> receivers,
            Function<Alert, Optional<AlertIncident>> incidents) {
        return new Presentation(PLAIN.page(), PLAIN.pictures(), statuses, receivers, PLAIN.zone(), incidents);
    }
}
