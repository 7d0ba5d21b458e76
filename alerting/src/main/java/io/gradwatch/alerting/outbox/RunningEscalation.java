package io.gradwatch.alerting.outbox;

import java.time.Instant;

/**
 * Escalation of an alert.
 *
 * @param since when people were first told of it
 * @param level levels that were told
 */
public record RunningEscalation(Instant since, int level) {}
