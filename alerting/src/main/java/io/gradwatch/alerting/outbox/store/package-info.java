/** The file of the outbox: its lock, its database and tables, its high-water mark, and the journal of what was sent. */
package io.gradwatch.alerting.outbox.store;
