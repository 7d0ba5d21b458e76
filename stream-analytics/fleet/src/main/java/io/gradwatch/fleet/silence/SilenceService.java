package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.follow.Changes;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.AlertMatchers;
import io.gradwatch.silence.SilenceState;
import io.gradwatch.silence.SilenceWriter;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads and changes silences and acknowledgements. A change is answered when Kafka has it and this instance knows it,
 * so that the next request sees it. Every call may be made from any thread, and throws {@link UnavailableException}
 * where Kafka does not take a change, or the silences are not read yet.
 *
 * @param live silences and acknowledgements that hold
 * @param writer that changes them, shared by all requests
 * @param fleet whose alerts a preview looks at
 * @param clock for the times of changes
 */
public record SilenceService(LiveSilences live, SilenceWriter writer, LiveFleet fleet, Clock clock) {

    /** Silences that are not over, at most. Own choice: each costs every alert some comparisons of names. */
    public static final int MOST_OPEN = 1_000;

    /** Alerts that a preview shows. */
    static final int MOST_SHOWN = 50;

    private static final int ALERTS_A_PAGE = 1_000;

    /** Alerts that fire that a preview looks at. Own choice: a second of work where all patterns are slow. */
    private static final int MOST_LOOKED_AT = 20_000;

    /** Longest wait for this instance to read a change back. Own choice. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    private static final Comparator<SilenceRow> ORDER = Comparator.comparing(
                    (SilenceRow row) -> List.of("active", "pending", "expired").indexOf(row.state()))
            .thenComparing(Comparator.comparingLong(SilenceRow::endsMillis).reversed())
            .thenComparing(SilenceRow::id);

    /** There are {@link #MOST_OPEN} silences that are not over already. */
    public static final class TooManySilencesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySilencesException() {
            super("There are " + MOST_OPEN + " silences that are not over: end some of them first");
        }
    }

    /**
     * A new silence.
     *
     * @param by its author
     * @param comment its reason
     * @param starts null for at once
     * @param ends null where {@code length} is given
     * @param length null where {@code ends} is given
     */
    public record NewSilence(
            List<SilenceMatcher> matchers, String by, String comment, Instant starts, Instant ends, Duration length) {}

    /** Alerts that some matchers would silence. */
    @Described(name = "SilencePreview")
    public record Preview(
            @Described(value = "Firing alerts that match, the newest first.", most = 50)
            List<AlertRow> alerts,

            @Described("Alerts that match.") int total,

            @Described("Alerts that were looked at, at most some 20,000.")
            int firing) {}

    /** Problem of the reading of silences; empty when all is well. */
    public Optional<String> check() {
        return live.check();
    }

    /**
     * All silences: those that hold, that will, and that ended within five days; of each the one that ends last first.
     */
    public List<SilenceRow> silences() {
        Instant now = clock.instant();
        long oldest = now.minus(Silences.KEPT).toEpochMilli();
        return current().silences().stream()
                .filter(silence -> silence.getEndsAtMillis() >= oldest)
                .map(silence -> SilenceRow.of(silence, now))
                .sorted(ORDER)
                .toList();
    }

    /**
     * Makes a silence.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     * @throws TooManySilencesException where there are too many
     */
    public SilenceRow add(NewSilence asked) {
        Instant now = clock.instant();
        long open = current().silences().stream()
                .filter(silence -> SilenceState.of(silence, now) != SilenceState.EXPIRED)
                .count();
        if (open >= MOST_OPEN) {
            throw new TooManySilencesException();
        }
        Instant starts = asked.starts() == null ? now : asked.starts();
        Instant ends = asked.ends() == null ? starts.plus(asked.length()) : asked.ends();
        Silence made = Changes.written(() -> writer.add(asked.matchers(), asked.by(), asked.comment(), starts, ends));
        awaitReadBack(silences -> silences.silence(made.getId()).isPresent());
        return SilenceRow.of(made, now);
    }

    /** Ends a silence now; one that is over stays as it is. Empty where there is none of this id. */
    public Optional<SilenceRow> expire(String id) {
        Instant now = clock.instant();
        return current().silence(id).map(silence -> {
            Silence ended = Changes.written(() -> writer.expire(silence, now));
            awaitReadBack(silences -> silences.silence(id).map(ended::equals).orElse(true));
            return SilenceRow.of(ended, now);
        });
    }

    /**
     * Alerts that matchers would silence if a silence with them began now.
     *
     * @throws IllegalArgumentException with all that is wrong with them
     */
    public Preview preview(List<SilenceMatcher> matchers) {
        AlertMatchers compiled = AlertMatchers.of(matchers);
        List<AlertRow> shown = new ArrayList<>();
        int total = 0;
        int firing = 0;
        String cursor = null;
        do {
            Page<AlertRow> page = fleet.alerts(AlertQuery.firing(ALERTS_A_PAGE).after(cursor));
            for (AlertRow row : page.items()) {
                firing++;
                if (compiled.match(AlertStatuses.labels(row))) {
                    total++;
                    if (shown.size() < MOST_SHOWN) {
                        shown.add(row);
                    }
                }
            }
            cursor = page.nextCursor();
        } while (cursor != null && firing < MOST_LOOKED_AT);
        return new Preview(shown, total, firing);
    }

    /**
     * Acknowledges an alert, with the severity that it has now.
     *
     * @param via from where: page, slack, mail, command or api
     * @throws IllegalArgumentException with all problems of the acknowledgement
     */
    public void acknowledge(AlertRow alert, String by, String via, String comment) {
        Instant now = clock.instant();
        Changes.written(() -> writer.acknowledge(AlertStatuses.labels(alert), by, via, comment, now));
        awaitReadBack(silences -> silences.acknowledgement(alert.id())
                .filter(known -> known.getAtMillis() >= now.toEpochMilli())
                .isPresent());
    }

    /** Takes the acknowledgement of an alert back; whether there was one. */
    public boolean withdraw(String alertId) {
        if (current().acknowledgement(alertId).isEmpty()) {
            return false;
        }
        Changes.write(() -> writer.withdraw(alertId));
        awaitReadBack(silences -> silences.acknowledgement(alertId).isEmpty());
        return true;
    }

    private Silences current() {
        if (live.current().version() == 0) {
            throw new UnavailableException(live.check().orElse("Silences are being read"));
        }
        return live.current().silences();
    }

    /** A change that is not read back in time is in Kafka all the same, and this instance reads it later. */
    private void awaitReadBack(Predicate<Silences> change) {
        live.await(change, SEEN);
    }
}
