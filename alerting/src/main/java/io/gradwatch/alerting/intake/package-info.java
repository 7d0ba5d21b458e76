/** Reads training.alerts into the outbox. */
package io.gradwatch.alerting.intake;
