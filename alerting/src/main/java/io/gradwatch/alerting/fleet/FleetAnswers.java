package io.gradwatch.alerting.fleet;

import io.gradwatch.alerting.notify.spi.Pictures;
import io.gradwatch.schema.Alert;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers of the fleet that alerting can do without: it tells people of alerts also where there are none.
 *
 * @param pictures of alerts
 * @param restarted true for an alert whose run was started anew since
 * @param summaries of the fleet over a day or week
 */
public record FleetAnswers(Pictures pictures, Predicate<Alert> restarted, FleetSummaries summaries) {

    /** Answers of the fleet at an address that is asked for each time; empty while it is not known. */
    public static FleetAnswers of(Supplier<Optional<FleetAddress>> address) {
        return new FleetAnswers(new FleetPictures(address), new RestartedRuns(address), new FleetSummaries(address));
    }
}
