/** Metrics for Prometheus: of the runs, and of the fleet service itself. */
package io.gradwatch.fleet.metrics;
