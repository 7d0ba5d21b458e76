package io.gradwatch.alerting.silence;

import io.gradwatch.alerting.notify.spi.AlertStanding;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Standings of alerts among people, as far as they are known now. Thread-safe. */
public final class LiveStandings implements Function<Alert, AlertStanding> {

    private final Clock clock;
    private volatile Silences silences = Silences.NONE;

    /** @param clock by which silences begin and end */
    public LiveStandings(Clock clock) {
        this.clock = clock;
    }

    /** Takes over what is known. */
    public void update(Silences known) {
        silences = known;
    }

    @Override
    public AlertStanding apply(Alert alert) {
        Silences known = silences;
        Instant now = clock.instant();
        Optional<Acknowledgement> acknowledged = known.acknowledging(alert, now);
        Optional<Silence> silence = known.silencing(alert, now);
        return new AlertStanding(
                acknowledged
                        .map(made -> made.getBy().isBlank() ? AlertStanding.SOMEBODY : made.getBy())
                        .orElse(""),
                acknowledged.map(Acknowledgement::getVia).orElse(""),
                silence.map(Silence::getEndsAtMillis).map(Instant::ofEpochMilli),
                silence.map(Silence::getCreatedBy).orElse(""),
                known.assignee(alert.getId()).orElse(""));
    }
}
