package io.gradwatch.alerting.dispatch;

import io.gradwatch.alerting.group.ActiveSilences;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.outbox.HeldNotifications.Released;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.Share;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Releases what waits in the outbox for the end of a time interval. Not thread-safe. */
final class TimedRelease {

    private final Outbox outbox;
    private final AlertingMetrics metrics;
    /** Null where it must be asked anew. */
    private Optional<Instant> next;

    TimedRelease(Outbox outbox, AlertingMetrics metrics) {
        this.outbox = outbox;
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

    void release(ActiveSilences silences, Instant now) {
        if (next().filter(due -> !due.isAfter(now)).isPresent()) {
            Released released = outbox.release(now, silences::silenced, silences.until());
            metrics.add(Count.QUEUED, released.notifications());
            metrics.add(Count.DIGESTS, released.digests());
            next = null;
        }
    }

    /** When something is to be released next; empty while nothing is held. */
    Optional<Instant> next() {
        if (next == null) {
            next = outbox.nextRelease();
        }
        return next;
    }
}
