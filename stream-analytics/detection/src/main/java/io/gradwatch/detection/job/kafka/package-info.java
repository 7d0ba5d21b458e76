/** Records of Kafka that the job reads and writes. */
package io.gradwatch.detection.job.kafka;
