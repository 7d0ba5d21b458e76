package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.AlertRow.Acknowledged;
import io.gradwatch.fleet.live.view.AlertRow.Silenced;
import io.gradwatch.fleet.silence.LiveSilences.Known;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.silence.AlertLabels;
import io.gradwatch.schema.silence.Mutes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Says of alerts how they stand: who silenced or acknowledged them, when, and until when. Patterns are slow and lists
 * are asked for again and again, so that each alert is judged once for each change. Thread-safe.
 */
public final class AlertStatuses {

    /** Alerts that are remembered. Own choice: some ten MiB. */
    private static final int MOST_VERDICTS = 50_000;

    private final Supplier<Known> mutes;
    private final Duration keepUnrecovered;
    private final Clock clock;
    private volatile Verdicts verdicts = new Verdicts(0, Map.of());

    /**
     * @param mutes what is silenced and acknowledged
     * @param keepUnrecovered how long an alert with which a run ended is open if nobody sees to it
     * @param clock by which silences begin and end
     */
    public AlertStatuses(Supplier<Known> mutes, Duration keepUnrecovered, Clock clock) {
        this.mutes = mutes;
        this.keepUnrecovered = keepUnrecovered;
        this.clock = clock;
    }

    /** What was found of alerts in one version of what is known. */
    private record Verdicts(long version, Map<AlertLabels, Optional<Silence>> silencing) {}

    /** Another number whenever an alert may stand otherwise than before. */
    public long version() {
        return mutes.get().version();
    }

    /** The alert as it stands now. */
    public AlertRow of(AlertRow row) {
        Known known = mutes.get();
        Instant now = clock.instant();
        AlertLabels labels = labels(row);
        Acknowledged acknowledged = known.mutes()
                .acknowledging(labels, now)
                .map(AlertStatuses::acknowledged)
                .orElse(null);
        long keptSince = now.minus(keepUnrecovered).toEpochMilli();
        if (row.recovered()) {
            return row.with(null, acknowledged, keptSince);
        }
        Optional<Silence> silence = verdicts(known)
                .silencing()
                .computeIfAbsent(labels, alert -> known.mutes().silencing(alert, now));
        return row.with(silence.map(AlertStatuses::told).orElse(null), acknowledged, keptSince);
    }

    /** What of an alert decides whether it is muted. */
    static AlertLabels labels(AlertRow row) {
        return new AlertLabels(
                row.id(),
                row.run(),
                row.runName(),
                row.project(),
                row.owner(),
                row.alertClass(),
                row.detector(),
                Severity.valueOf(row.severity().toUpperCase(Locale.ROOT)));
    }

    private Verdicts verdicts(Known known) {
        Verdicts present = verdicts;
        if (present.version() != known.version() || present.silencing().size() > MOST_VERDICTS) {
            present = new Verdicts(known.version(), new ConcurrentHashMap<>());
            verdicts = present;
        }
        return present;
    }

    private static Silenced told(Silence silence) {
        return new Silenced(
                silence.getId(),
                silence.getCreatedBy(),
                silence.getComment(),
                silence.getStartsAtMillis(),
                silence.getEndsAtMillis());
    }

    private static Acknowledged acknowledged(Acknowledgement known) {
        return new Acknowledged(
                known.getBy(),
                known.getComment(),
                known.getAtMillis(),
                known.getAtMillis() + Mutes.ACKNOWLEDGED.toMillis());
    }
}
