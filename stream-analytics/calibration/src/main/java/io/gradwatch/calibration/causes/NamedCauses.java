package io.gradwatch.calibration.causes;

import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.diagnosis.CauseModel;
import io.gradwatch.detection.diagnosis.Ranking;
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
 * @param clues what the run had shown by then
 */
record NamedCauses(PlantedRun planted, Optional<Alert> alert, List<Optional<Cause>> causes, float[] clues) {

    static NamedCauses of(PlantedRun planted, Optional<SessionReplay.Telling> telling) {
        Optional<Alert> alert = telling.map(SessionReplay.Telling::alert);
        List<Optional<Cause>> causes = alert.map(Alert::getCauses).orElse(List.of()).stream()
                .map(Advice::getText)
                .map(Cause::named)
                .toList();
        return new NamedCauses(
                planted,
                alert,
                causes,
                telling.map(SessionReplay.Telling::clues).orElse(new float[0]));
    }

    /** The same with the causes as a table ranks them, where it covers them. */
    NamedCauses rankedBy(CauseModel model) {
        if (!found() || !Ranking.covers(clues)) {
            return this;
        }
        List<Optional<Cause>> ranked =
                Ranking.of(model, clues).stream().map(Optional::of).toList();
        return new NamedCauses(planted, alert, ranked, clues);
    }

    boolean found() {
        return alert.isPresent();
    }

    /** True where a right cause is among the first. */
    boolean rightWithin(int first) {
        Set<Cause> right = AcceptedCauses.of(planted.fault());
        return causes.stream().limit(first).flatMap(Optional::stream).anyMatch(right::contains);
    }

    /** The cause at the top, in words. */
    String top() {
        return causes.isEmpty() ? "no cause" : causes.get(0).map(Enum::name).orElse("another sentence");
    }
}
