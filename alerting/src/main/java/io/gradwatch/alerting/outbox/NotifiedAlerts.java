package io.gradwatch.alerting.outbox;

import io.gradwatch.schema.Alert;
import java.util.List;

/**
 * Alerts of an incident that a receiver was told of.
 *
 * @param alerts those that have not recovered first, the latest first; not all where there are many
 * @param left alerts beside these that have not recovered
 */
public record NotifiedAlerts(List<NotifiedAlert> alerts, int left) {

    /**
     * One of them.
     *
     * @param now as it stands
     * @param notified as the receiver was told of it
     */
    public record NotifiedAlert(Alert now, Alert notified) {}
}
