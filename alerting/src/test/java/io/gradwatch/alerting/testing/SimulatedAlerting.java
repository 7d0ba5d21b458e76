package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.deliver.DeliveryQueue;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.dispatch.Dispatcher;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.AlertRoute;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.config.Configuration;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The stages behind intake with a clock of hand. Without other routes there are two receivers, one that takes warnings
 * and worse and one that takes everything. Time passes only in {@link #at} and {@link #until}, from one thing that is
 * due to the next.
 */
public final class SimulatedAlerting implements AutoCloseable {

    /** The default timing. */
    public static final GroupTiming TIMING = new GroupTiming(
            Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofMinutes(10));

    private final ManualClock clock = new ManualClock();
    private final Instant start = clock.instant();
    private final Map<String, RecordingNotifier> notifiers = new LinkedHashMap<>();
    private final AlertingMetrics metrics = new AlertingMetrics();
    private final RoutingTable routes;
    private final Supplier<Outbox> opening;
    private Silences silences = Silences.NONE;
    private Outbox outbox;
    private Dispatcher dispatcher;
    private List<DeliveryQueue> queues;

    /** @param folder of the outbox */
    public SimulatedAlerting(Path folder) {
        this(() -> Outbox.open(folder, IncidentRules.within(TIMING.causeWindow())));
    }

    /** @param opening opens the outbox, at each restart again */
    public SimulatedAlerting(Supplier<Outbox> opening) {
        this(
                opening,
                new RoutingTable(List.of(
                        AlertRoute.atLeast(Severity.WARNING, List.of("team"), true),
                        AlertRoute.atLeast(Severity.INFO, List.of("archive"), false))),
                List.of("team", "archive"));
    }

    /**
     * @param folder of the outbox
     * @param yaml the section {@code alerting}, without its receivers
     * @param receivers names of the receivers
     */
    public SimulatedAlerting(Path folder, String yaml, List<String> receivers) {
        this(() -> Outbox.open(folder, IncidentRules.within(TIMING.causeWindow())), yaml, receivers);
    }

    /** @param opening opens the outbox, at each restart again */
    public SimulatedAlerting(Supplier<Outbox> opening, String yaml, List<String> receivers) {
        this(
                opening,
                RoutingTable.from(
                        Configuration.parse(yaml, "f.yml", Map.of()).root(), receivers, TIMING.repeatInterval()),
                receivers);
    }

    private SimulatedAlerting(Supplier<Outbox> opening, RoutingTable routes, List<String> receivers) {
        this.opening = opening;
        this.routes = routes;
        receivers.forEach(name -> notifiers.put(
                name, new RecordingNotifier(name.equals("team") ? Duration.ofSeconds(1) : Duration.ZERO)));
        open();
    }

    /** Ends the process and begins another on the same outbox. */
    public void restart() {
        outbox.close();
        open();
    }

    /** Lets time pass until then, and takes alerts. */
    public SimulatedAlerting at(Duration sinceStart, Alert... alerts) throws InterruptedException {
        until(sinceStart);
        dispatcher.accept(List.of(alerts), Map.of(), clock.instant());
        return this;
    }

    /** Lets time pass until then, and takes over what is silenced and acknowledged. */
    public SimulatedAlerting silence(Duration sinceStart, Silences known) throws InterruptedException {
        until(sinceStart);
        silences = known;
        dispatcher.silence(silences, clock.instant());
        return this;
    }

    /** Lets time pass until then, and asks which runs were started anew. */
    public boolean startedAnew(Duration sinceStart, Predicate<Alert> restarted) throws InterruptedException {
        until(sinceStart);
        return dispatcher.endEscalationsOf(restarted);
    }

    /** The time at which it began. */
    public Instant start() {
        return start;
    }

    /** Lets time pass until then. */
    public SimulatedAlerting until(Duration sinceStart) throws InterruptedException {
        Instant end = start.plus(sinceStart);
        while (true) {
            Instant next = work().filter(due -> due.isBefore(end)).orElse(end);
            if (!next.isBefore(end)) {
                clock.advanceTo(end);
                work();
                return this;
            }
            clock.advanceTo(next);
        }
    }

    /** Notifications to the receiver of warnings. */
    public List<Notification> team() {
        return told("team");
    }

    /** Notifications to the receiver of everything. */
    public List<Notification> archive() {
        return told("archive");
    }

    /** Notifications that a receiver got. */
    public List<Notification> told(String receiver) {
        return notifiers.get(receiver).delivered();
    }

    /** Titles of the messages that a receiver got. */
    public List<String> titles(String receiver) {
        return told(receiver).stream().map(Message::of).map(Message::title).toList();
    }

    /** The channel of a receiver, to let it fail. */
    public RecordingNotifier notifier(String receiver) {
        return notifiers.get(receiver);
    }

    /** Counts since the start, over all restarts. */
    public AlertingMetrics metrics() {
        return metrics;
    }

    /** Notifications in the outbox by status. */
    public Map<String, Integer> notifications() {
        return outbox.countByStatus();
    }

    @Override
    public void close() {
        outbox.close();
    }

    private void open() {
        outbox = opening.get();
        GroupTiming timing = TIMING.withRepeatInterval(routes.repeatTick(TIMING.repeatInterval()));
        dispatcher = new Dispatcher(
                outbox,
                new Grouping(timing, new InhibitionRules(InhibitionRules.STANDARD)),
                routes,
                metrics,
                Duration.ofDays(30));
        dispatcher.silence(silences, clock.instant());
        queues = notifiers.entrySet().stream()
                .map(receiver -> new DeliveryQueue(
                        new Receiver(receiver.getKey(), receiver.getValue()),
                        outbox,
                        BackOff.standard(),
                        metrics,
                        clock,
                        () -> Presentation.PLAIN))
                .toList();
    }

    /** Does what is due, and answers when something is due next. */
    private Optional<Instant> work() throws InterruptedException {
        Optional<Instant> next = dispatcher.dispatchDue(clock.instant());
        for (DeliveryQueue queue : queues) {
            Optional<Instant> turn = queue.deliverNext();
            while (turn.isPresent() && !turn.get().isAfter(clock.instant())) {
                turn = queue.deliverNext();
            }
            if (turn.isPresent() && (next.isEmpty() || turn.get().isBefore(next.get()))) {
                next = turn;
            }
        }
        return next;
    }

    /** A silence of all projects that are called vision. */
    public static Silence silence(Instant start, Duration length) {
        return new Silence(
                "s1",
                List.of(new SilenceMatcher(MatcherField.PROJECT, "vision")),
                "ada",
                "",
                start.toEpochMilli(),
                start.plus(length).toEpochMilli(),
                false);
    }
}
