package io.gradwatch.alerting.deliver;

import io.gradwatch.alerting.notify.spi.AlertStanding;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings messages that a channel can change up to date with what people do about their alerts: one that was
 * acknowledged says so. After a start all that say something are brought up to date once. What fails is left as it is
 * until the next change. Holds no thread.
 */
public final class MessageFollower {

    private final Receiver receiver;
    private final Outbox outbox;
    private final Clock clock;
    private final Supplier<Presentation> presentation;
    private final Map<String, String> shown = new HashMap<>();
    private final Queue<Notification> due = new ArrayDeque<>();
    private volatile boolean changed = true;

    /** @param presentation what messages show beside their alerts at the moment */
    public MessageFollower(Receiver receiver, Outbox outbox, Clock clock, Supplier<Presentation> presentation) {
        this.receiver = receiver;
        this.outbox = outbox;
        this.clock = clock;
        this.presentation = presentation;
    }

    /** Notes that people did something. */
    public void changed() {
        changed = true;
    }

    /**
     * Brings one message up to date.
     *
     * @return when to call again; empty until something changes
     */
    public Optional<Instant> followNext() throws InterruptedException {
        Presentation now = presentation.get();
        if (due.isEmpty() && changed) {
            changed = false;
            lookForChanges(now);
        }
        Notification next = due.poll();
        if (next == null) {
            return Optional.empty();
        }
        receiver.notifier().refresh(next.sent(now, clock.instant()));
        return Optional.of(clock.instant().plus(interval()));
    }

    private void lookForChanges(Presentation now) {
        Map<String, String> current = new HashMap<>();
        for (Notification told : outbox.toldMessages(receiver.name())) {
            String incident = told.group().incident();
            String standing = standing(told, now);
            current.put(incident, standing);
            if (!standing.equals(shown.getOrDefault(incident, ""))) {
                due.add(told);
            }
        }
        shown.clear();
        shown.putAll(current);
    }

    /** Standings of the alerts that a message is about, as a text; empty where nobody has done anything. */
    private static String standing(Notification told, Presentation now) {
        return told.latestChanges().stream()
                .map(change -> now.standings().apply(change.alert()))
                .filter(standing -> !standing.equals(AlertStanding.NONE))
                .map(AlertStanding::toString)
                .collect(Collectors.joining("\n"));
    }

    private Duration interval() {
        Duration least = receiver.notifier().minimumInterval();
        return least.compareTo(Duration.ofSeconds(1)) > 0 ? least : Duration.ofSeconds(1);
    }
}
