/** State of alerts and notifications, in one file that survives a {@code kill -9}. */
package io.gradwatch.alerting.outbox;
