/**
 * From the topic training.alerts to people: {@link io.gradwatch.alerting.AlertPipeline} shows the way. The service
 * keeps its state in one folder and tells everything at least once, and twice only where a process ended while a
 * message was on its way.
 */
package io.gradwatch.alerting;
