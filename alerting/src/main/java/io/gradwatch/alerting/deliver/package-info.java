/** Gets notifications out of the outbox to the receivers: order, rate, retries. One queue for each receiver. */
package io.gradwatch.alerting.deliver;
