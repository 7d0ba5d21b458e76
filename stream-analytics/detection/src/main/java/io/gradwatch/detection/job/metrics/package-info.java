/**
 * Metrics of the detection job for Prometheus: few of the metrics that Flink has of it, under names that say what they
 * are, and with labels that are bounded.
 */
package io.gradwatch.detection.job.metrics;
