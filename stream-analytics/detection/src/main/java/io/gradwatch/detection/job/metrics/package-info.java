/**
 * What Prometheus may know of the detection job: few of the metrics that Flink has of it, under names that say what
 * they are, and with labels that are bounded.
 */
package io.gradwatch.detection.job.metrics;
