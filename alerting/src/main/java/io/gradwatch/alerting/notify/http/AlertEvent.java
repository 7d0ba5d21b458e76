package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.IncidentAction;

/**
 * Event of one alert for a service that keeps incidents.
 *
 * @param change of the alert
 * @param action for its incident at the service
 * @param key by which the service knows that incident
 * @param title of the incident as this event has it
 * @param by name of the person who looks after the incident; empty where nobody does
 */
public record AlertEvent(AlertChange change, IncidentAction action, String key, String title, String by) {}
