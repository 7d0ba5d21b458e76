package io.gradwatch.alerting.outbox;

import java.time.Instant;

/**
 * Instance that writes the log of rows.
 *
 * @param name host and process
 * @param since when it took over
 */
public record Leader(String name, Instant since) {}
