/**
 * The Flink job that hosts every detector in one keyed operator: telemetry in, alerts and dead letters out.
 *
 * <p>{@link io.gradwatch.detection.job.DetectionJob} is the pipeline,
 * {@link io.gradwatch.detection.job.EmbeddedDetection} runs it in this JVM,
 * {@link io.gradwatch.detection.job.DetectionMain} submits it to a Flink cluster.
 */
package io.gradwatch.detection.job;
