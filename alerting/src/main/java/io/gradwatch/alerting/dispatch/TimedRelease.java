package io.gradwatch.alerting.dispatch;

import io.gradwatch.alerting.group.ActiveSilences;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.outbox.HeldNotifications.Released;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.alerting.route.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Releases what waits in the outbox for the end of a time interval. Not thread-safe. */
final class TimedRelease {

    private final Outbox outbox;
    private final RoutingTable routes;
    private final AlertingMetrics metrics;
    private boolean broughtForward;
    /** Null where it must be asked anew. */
    private Optional<Instant> next;

    TimedRelease(Outbox outbox, RoutingTable routes, AlertingMetrics metrics) {
        this.outbox = outbox;
        this.routes = routes;
        this.metrics = metrics;
    }

    /** Notes that shares were put into the outbox, some of which may be held. */
    void held(List<Share> shares) {
        shares.stream()
                .filter(share -> share.heldUntil().isPresent())
                .forEach(
                        share -> metrics.add(Count.HELD, share.group().changes().size()));
        next = null;
    }

    /** Releases what is due. At first it is held no longer than the intervals of the configuration say now. */
    void release(ActiveSilences silences, Instant now) {
        if (!broughtForward && next().isPresent()) {
            outbox.held().bringForward((receiver, change) -> routes.toldAt(receiver, change, now));
            next = null;
        }
        broughtForward = true;
        if (next().filter(due -> !due.isAfter(now)).isPresent()) {
            Released released = outbox.held()
                    .release(
                            now,
                            silences::silenced,
                            silences.until(),
                            (receiver, change) -> routes.receivers(change).contains(receiver));
            metrics.add(Count.QUEUED, released.notifications());
            metrics.add(Count.DIGESTS, released.digests());
            next = null;
        }
    }

    /** When something is to be released next; empty while nothing is held. */
    Optional<Instant> next() {
        if (next == null) {
            next = outbox.held().next();
        }
        return next;
    }
}
