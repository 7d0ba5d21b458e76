package io.gradwatch.alerting.dispatch;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.alerting.route.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leaves repeats out of what a receiver is told where its route repeats less often. */
record Repeats(RoutingTable routes, Outbox outbox) {

    /** The shares without the repeats for which it is too early. */
    List<Share> due(List<Share> shares, String incident, Instant now) {
        List<Share> due = new ArrayList<>();
        for (Share share : shares) {
            List<AlertChange> changes = share.group().changes().stream()
                    .filter(change -> !change.repeats() || due(share.receiver(), incident, change, now))
                    .toList();
            if (!changes.isEmpty()) {
                due.add(share.with(new AlertGroup(share.group().incident(), changes)));
            }
        }
        return due;
    }

    private boolean due(String receiver, String incident, AlertChange change, Instant now) {
        Optional<Duration> interval = routes.repeatInterval(change, receiver);
        if (interval.isEmpty()) {
            return true;
        }
        return !interval.get().isZero()
                && outbox.notified()
                        .lastTime(receiver, incident)
                        .filter(last -> last.plus(interval.get()).isAfter(now))
                        .isEmpty();
    }
}
