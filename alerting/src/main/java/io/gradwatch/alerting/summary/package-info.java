/** Summary of the fleet over a day or a week, as the outbox keeps it and the channels show it. */
package io.gradwatch.alerting.summary;
