/** The server at which a part of the monitor shows its metrics to Prometheus, and the metrics of its JVM. */
package io.gradwatch.metrics;
