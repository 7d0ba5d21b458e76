/**
 * Shows recorded logs to the detectors, row by row, as if the runs were live: in this process, or through a real Kafka
 * and the real Flink job, with the same alerts.
 */
package io.gradwatch.standalone.replay;
