/** Metrics of alerting for Prometheus. */
package io.gradwatch.alerting.metrics;
