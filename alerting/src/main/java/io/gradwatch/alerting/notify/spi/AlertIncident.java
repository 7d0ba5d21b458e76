package io.gradwatch.alerting.notify.spi;

import io.gradwatch.schema.Alert;
import java.util.List;

/**
 * Incident that an alert belongs to.
 *
 * @param id of the incident
 * @param alerts all of its alerts, as they stand
 */
public record AlertIncident(String id, List<Alert> alerts) {}
