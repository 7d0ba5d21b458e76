package io.gradwatch.fleet.mute;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.live.LiveFleet;
import io.gradwatch.fleet.live.UnavailableException;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.silence.AlertMatchers;
import io.gradwatch.schema.silence.MuteWriter;
import io.gradwatch.schema.silence.Mutes;
import io.gradwatch.schema.silence.SilenceState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Where silences and acknowledgements are asked for and changed. A change is answered when Kafka has it and this
 * instance knows it, so that who asks next sees it. Every call may be made from any thread, and throws
 * {@link UnavailableException} where Kafka does not take or has not yet told what is muted.
 */
public final class MuteDesk {

    /** Silences that are not over, at most. Own choice: each costs every alert some comparisons of names. */
    public static final int MOST_OPEN = 1_000;

    /** Alerts that a preview shows. */
    static final int MOST_SHOWN = 50;

    private static final int ALERTS_A_PAGE = 1_000;

    /** Alerts that fire that a preview looks at. Own choice: a second of work where all patterns are slow. */
    private static final int MOST_LOOKED_AT = 20_000;

    /** How long who asks waits for this instance to hear of a change. Own choice. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    private static final Comparator<SilenceRow> ORDER = Comparator.comparing(
                    (SilenceRow row) -> List.of("active", "pending", "expired").indexOf(row.state()))
            .thenComparing(Comparator.comparingLong(SilenceRow::endsMillis).reversed())
            .thenComparing(SilenceRow::id);

    private final LiveMutes live;
    private final MuteWriter writer;
    private final LiveFleet fleet;
    private final Clock clock;

    /**
     * @param live what is muted
     * @param writer that changes it, shared by all who ask
     * @param fleet whose alerts a preview looks at
     * @param clock for the times of changes
     */
    public MuteDesk(LiveMutes live, MuteWriter writer, LiveFleet fleet, Clock clock) {
        this.live = live;
        this.writer = writer;
        this.fleet = fleet;
        this.clock = clock;
    }

    /** There are {@link #MOST_OPEN} silences that are not over already. */
    public static final class TooManySilencesException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySilencesException() {
            super("There are " + MOST_OPEN + " silences that are not over: end some of them first");
        }
    }

    /**
     * A silence that is wanted.
     *
     * @param by who wants it
     * @param comment why
     * @param starts null for at once
     * @param ends null where {@code length} says it
     * @param length null where {@code ends} says it
     */
    public record NewSilence(
            List<SilenceMatcher> matchers, String by, String comment, Instant starts, Instant ends, Duration length) {}

    /** What some matchers would mute. */
    @Described(name = "SilencePreview")
    public record Preview(
            @Described(value = "Firing alerts that match, the newest first.", most = 50)
            List<AlertRow> alerts,

            @Described("Alerts that match.") int total,

            @Described("Alerts that were looked at, at most some 20,000.")
            int firing) {}

    /** What is wrong with what is known; empty when all is well. */
    public Optional<String> check() {
        return live.check();
    }

    /**
     * All silences: those that hold, that will, and that ended within five days; of each the one that ends last first.
     */
    public List<SilenceRow> silences() {
        Instant now = clock.instant();
        long oldest = now.minus(Mutes.KEPT).toEpochMilli();
        return mutes().silences().stream()
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
    public SilenceRow add(NewSilence wanted) {
        Instant now = clock.instant();
        long open = mutes().silences().stream()
                .filter(silence -> SilenceState.of(silence, now) != SilenceState.EXPIRED)
                .count();
        if (open >= MOST_OPEN) {
            throw new TooManySilencesException();
        }
        Instant starts = wanted.starts() == null ? now : wanted.starts();
        Instant ends = wanted.ends() == null ? starts.plus(wanted.length()) : wanted.ends();
        Silence made = written(() -> writer.add(wanted.matchers(), wanted.by(), wanted.comment(), starts, ends));
        seen(mutes -> mutes.silence(made.getId()).isPresent());
        return SilenceRow.of(made, now);
    }

    /** Ends a silence now; one that is over stays as it is. Empty where there is none of this id. */
    public Optional<SilenceRow> expire(String id) {
        Instant now = clock.instant();
        return mutes().silence(id).map(silence -> {
            Silence ended = written(() -> writer.expire(silence, now));
            seen(mutes -> mutes.silence(id).map(ended::equals).orElse(true));
            return SilenceRow.of(ended, now);
        });
    }

    /**
     * Which alerts matchers would mute if a silence with them began now.
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
                if (compiled.match(AlertStandings.labels(row))) {
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
     * Says that somebody looks after an alert, with the severity that it has now.
     *
     * @throws IllegalArgumentException with all that is wrong with what is said
     */
    public void acknowledge(AlertRow alert, String by, String comment) {
        Instant now = clock.instant();
        written(() -> writer.acknowledge(AlertStandings.labels(alert), by, comment, now));
        seen(mutes -> mutes.acknowledgement(alert.id())
                .filter(known -> known.getAtMillis() >= now.toEpochMilli())
                .isPresent());
    }

    /** Takes the acknowledgement of an alert back; whether there was one. */
    public boolean withdraw(String alertId) {
        if (mutes().acknowledgement(alertId).isEmpty()) {
            return false;
        }
        written(() -> {
            writer.withdraw(alertId);
            return alertId;
        });
        seen(mutes -> mutes.acknowledgement(alertId).isEmpty());
        return true;
    }

    private Mutes mutes() {
        if (live.known().version() == 0) {
            throw new UnavailableException(live.check().orElse("Silences are being read"));
        }
        return live.known().mutes();
    }

    /** Whoever asks is not kept waiting for ever: Kafka has the change, and this instance hears of it later. */
    private void seen(Predicate<Mutes> change) {
        live.await(change, SEEN);
    }

    private static <T> T written(Supplier<T> change) {
        try {
            return change.get();
        } catch (IllegalStateException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }
}
