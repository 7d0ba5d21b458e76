/** What is known and what is still to be told, in one file that survives a {@code kill -9}. */
package io.gradwatch.alerting.outbox;
