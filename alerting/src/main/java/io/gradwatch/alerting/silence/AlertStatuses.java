package io.gradwatch.alerting.silence;

import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Status that people gave each alert, as known now. Thread-safe. */
public final class AlertStatuses implements Function<Alert, AlertStatus> {

    private final Clock clock;
    private volatile Silences silences = Silences.NONE;

    /** @param clock by which silences begin and end */
    public AlertStatuses(Clock clock) {
        this.clock = clock;
    }

    /** Takes over what is known. */
    public void update(Silences known) {
        silences = known;
    }

    @Override
    public AlertStatus apply(Alert alert) {
        Silences known = silences;
        Instant now = clock.instant();
        Optional<Acknowledgement> acknowledged = known.acknowledging(alert, now);
        Optional<Silence> silence = known.silencing(alert, now);
        return new AlertStatus(
                acknowledged
                        .map(made -> made.getBy().isBlank() ? AlertStatus.SOMEBODY : made.getBy())
                        .orElse(""),
                acknowledged.map(Acknowledgement::getVia).orElse(""),
                silence.map(Silence::getEndsAtMillis).map(Instant::ofEpochMilli),
                silence.map(Silence::getCreatedBy).orElse(""),
                known.assignee(alert.getId()).orElse(""));
    }
}
