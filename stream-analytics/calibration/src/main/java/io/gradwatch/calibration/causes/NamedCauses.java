package io.gradwatch.calibration.causes;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Causes that the alert about a planted fault named.
 *
 * @param planted the run
 * @param alert the first alert of a class that the label accepts, as it was told last; empty where the fault was missed
 * @param causes what it names, likeliest first; empty entries are sentences that are no {@link Cause}
 */
record NamedCauses(PlantedRun planted, Optional<Alert> alert, List<Optional<Cause>> causes) {

    static NamedCauses of(PlantedRun planted, Optional<Alert> alert) {
        List<Optional<Cause>> causes = alert.map(Alert::getCauses).orElse(List.of()).stream()
                .map(Advice::getText)
                .map(Cause::named)
                .toList();
        return new NamedCauses(planted, alert, causes);
    }

    boolean found() {
        return alert.isPresent();
    }

    /** Whether a right cause is among the first. */
    boolean rightWithin(int first) {
        Set<Cause> right = AcceptedCauses.of(planted.fault());
        return causes.stream().limit(first).flatMap(Optional::stream).anyMatch(right::contains);
    }

    /** The cause at the top, in words. */
    String top() {
        return causes.isEmpty() ? "no cause" : causes.get(0).map(Enum::name).orElse("another sentence");
    }
}
