package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.AlertRow.Acknowledged;
import io.gradwatch.fleet.live.view.AlertRow.Silenced;
import io.gradwatch.fleet.live.view.Annotation;
import io.gradwatch.fleet.silence.LiveSilences.Current;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.AlertLabels;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Adds to alerts their silence and acknowledgement, with author, start and end. Patterns are slow and lists are asked
 * for again and again, so each alert is matched once for each change. Thread-safe.
 */
public final class AlertStatuses {

    /** Alerts that are remembered. Own choice: some ten MiB. */
    private static final int MOST_VERDICTS = 50_000;

    private final Supplier<Current> silences;
    private final Duration keepUnrecovered;
    private final Clock clock;
    private volatile Verdicts verdicts = new Verdicts(0, Map.of());

    /**
     * @param silences silences and acknowledgements that hold
     * @param keepUnrecovered time for which an alert with which a run ended is open if nobody sees to it
     * @param clock by which silences begin and end
     */
    public AlertStatuses(Supplier<Current> silences, Duration keepUnrecovered, Clock clock) {
        this.silences = silences;
        this.keepUnrecovered = keepUnrecovered;
        this.clock = clock;
    }

    /** Silences that were found of alerts in one version of the current silences. */
    private record Verdicts(long version, Map<AlertLabels, Optional<Silence>> silencing) {}

    /** Another number whenever an alert may stand otherwise than before. */
    public long version() {
        return silences.get().version();
    }

    /** The alert as it stands now. */
    public AlertRow of(AlertRow row) {
        return suppressed(row).with(annotations(row.id()));
    }

    /** Everything that people added to an alert, the earliest first. */
    public List<Annotation> annotations(String alertId) {
        return silences.get().silences().annotations(alertId).stream()
                .map(AlertStatuses::annotation)
                .toList();
    }

    private AlertRow suppressed(AlertRow row) {
        Current current = silences.get();
        Instant now = clock.instant();
        AlertLabels labels = labels(row);
        Acknowledged acknowledged = current.silences()
                .acknowledging(labels, now)
                .map(AlertStatuses::acknowledged)
                .orElse(null);
        long keptSince = now.minus(keepUnrecovered).toEpochMilli();
        if (row.recovered()) {
            return row.with(null, acknowledged, keptSince);
        }
        Optional<Silence> silence = verdicts(current)
                .silencing()
                .computeIfAbsent(labels, alert -> current.silences().silencing(alert, now));
        return row.with(silence.map(AlertStatuses::silenced).orElse(null), acknowledged, keptSince);
    }

    /** Labels of an alert that silences are matched with. */
    static AlertLabels labels(AlertRow row) {
        return new AlertLabels(
                row.id(),
                row.run(),
                row.runName(),
                row.project(),
                row.owner(),
                row.alertClass(),
                row.detector(),
                Words.constant(Severity.class, row.severity()));
    }

    private Verdicts verdicts(Current current) {
        Verdicts present = verdicts;
        if (present.version() != current.version() || present.silencing().size() > MOST_VERDICTS) {
            present = new Verdicts(current.version(), new ConcurrentHashMap<>());
            verdicts = present;
        }
        return present;
    }

    private static Annotation annotation(AlertAnnotation added) {
        return new Annotation(
                added.getId(),
                Words.of(added.getKind()),
                added.getBy(),
                added.getVia(),
                added.getText(),
                added.getAssignee(),
                added.getUseful(),
                added.getAtMillis());
    }

    private static Silenced silenced(Silence silence) {
        return new Silenced(
                silence.getId(),
                silence.getCreatedBy(),
                silence.getComment(),
                silence.getStartsAtMillis(),
                silence.getEndsAtMillis());
    }

    private static Acknowledged acknowledged(Acknowledgement made) {
        return new Acknowledged(
                made.getBy(),
                made.getComment(),
                made.getVia(),
                made.getAtMillis(),
                made.getAtMillis() + Silences.ACKNOWLEDGED.toMillis());
    }
}
