package io.gradwatch.alerting.schedule;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.fleet.FleetSummaries;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.summary.FleetSummary;
import io.gradwatch.alerting.summary.Summary;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each summary into the outbox when it is due, once: the outbox notes until when each schedule is done, in the
 * transaction that queues the notifications. Of those that were missed while nothing ran the last is sent, unless it is
 * older than its period. While the fleet does not answer a summary waits, and in the end what is sent says so. Holds no
 * thread.
 */
public final class ScheduledSummaries {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledSummaries.class);

    /** Time after which a summary is late enough to say that the fleet could not be asked. Own choice. */
    static final Duration PATIENCE = Duration.ofHours(6);

    /** Least time for which the fleet is asked, also where a summary is late already. Own choice. */
    static final Duration LEAST_PATIENCE = Duration.ofMinutes(15);

    private final List<SummarySchedule> schedules;
    private final Outbox outbox;
    private final FleetSummaries fleet;
    private final BackOff backOff;
    private final AlertingMetrics metrics;
    private final Clock clock;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private volatile String trouble;

    /** @param backOff how long to rest after the fleet did not answer */
    public ScheduledSummaries(
            List<SummarySchedule> schedules,
            Outbox outbox,
            FleetSummaries fleet,
            BackOff backOff,
            AlertingMetrics metrics,
            Clock clock) {
        this.schedules = List.copyOf(schedules);
        this.outbox = outbox;
        this.fleet = fleet;
        this.backOff = backOff;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Sees to every schedule that is due.
     *
     * @return when one is due again; empty where there is none
     */
    public Optional<Instant> seeToDue() throws InterruptedException {
        Optional<Instant> next = Optional.empty();
        for (SummarySchedule schedule : schedules) {
            Instant again = seeTo(schedule);
            if (next.isEmpty() || again.isBefore(next.get())) {
                next = Optional.of(again);
            }
        }
        return next;
    }

    /** Summaries that wait for the fleet, in a sentence; empty when none does. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** @return when it is due again */
    private Instant seeTo(SummarySchedule schedule) throws InterruptedException {
        Instant now = clock.instant();
        Waiting due = waiting.get(schedule.name());
        if (due == null) {
            Optional<Instant> since = due(schedule, now);
            if (since.isEmpty()) {
                return schedule.nextDue(now);
            }
            due = new Waiting(since.get(), now, 0, now);
        }
        if (now.isBefore(due.nextAttempt())) {
            return due.nextAttempt();
        }
        return ask(schedule, due);
    }

    /** Time at which a summary was due that nobody saw to; empty where there is none. */
    private Optional<Instant> due(SummarySchedule schedule, Instant now) {
        Instant seen = outbox.summaries().doneUntil().get(schedule.name());
        boolean ahead = seen != null && seen.isAfter(now.plus(schedule.mostLate()));
        if (seen == null || ahead) {
            // The first time of a new schedule is yet to come; a clock that was wrong must not end it.
            outbox.summaries().setDone(schedule.name(), now);
            return Optional.empty();
        }
        return Optional.of(schedule.latestDue(now))
                .filter(due -> due.isAfter(seen) && !due.isBefore(now.minus(schedule.mostLate())));
    }

    private Instant ask(SummarySchedule schedule, Waiting due) throws InterruptedException {
        try {
            FleetSummary answer = fleet.of(schedule.question(due.since()));
            if (schedule.skipEmpty() && answer.isEmpty()) {
                outbox.summaries().setDone(schedule.name(), due.since());
                LOG.info("Summary {} is empty and is not sent", schedule.name());
            } else {
                queue(schedule, due, schedule.summary(due.since(), answer));
            }
        } catch (IOException | RuntimeException e) {
            if (clock.instant().isBefore(due.end())) {
                return wait(schedule, due, e);
            }
            LOG.error("Summary {} is given up, and those who get it are told: {}", schedule.name(), e.getMessage());
            queue(schedule, due, schedule.missing(due.since(), e.getMessage()));
        }
        waiting.remove(schedule.name());
        tellTrouble("");
        return schedule.nextDue(due.since());
    }

    private void queue(SummarySchedule schedule, Waiting due, Summary summary) {
        int queued =
                outbox.summaries().add(schedule.name(), due.since(), summary, schedule.receivers(), clock.instant());
        metrics.add(Count.QUEUED, queued);
        metrics.add(Count.SUMMARIES, queued);
    }

    private Instant wait(SummarySchedule schedule, Waiting due, Exception why) {
        Instant now = clock.instant();
        Instant again = now.plus(backOff.after(due.failures() + 1));
        Waiting later = new Waiting(due.since(), due.firstAttempt(), due.failures() + 1, again);
        waiting.put(schedule.name(), later);
        LOG.warn("Summary {} waits for the fleet: {}", schedule.name(), why.getMessage());
        tellTrouble(why.getMessage());
        return again;
    }

    private void tellTrouble(String why) {
        trouble = waiting.isEmpty()
                ? null
                : "summaries wait for the fleet: "
                        + waiting.keySet().stream().sorted().collect(Collectors.joining(", "))
                        + (why.isEmpty() ? "" : ": " + why);
    }

    /**
     * Summary that waits for the fleet.
     *
     * @param since when it was due
     * @param firstAttempt by this process
     */
    private record Waiting(Instant since, Instant firstAttempt, int failures, Instant nextAttempt) {

        /** Time from which it is sent without an answer. */
        Instant end() {
            Instant late = since.plus(PATIENCE);
            Instant least = firstAttempt.plus(LEAST_PATIENCE);
            return late.isAfter(least) ? late : least;
        }
    }
}
