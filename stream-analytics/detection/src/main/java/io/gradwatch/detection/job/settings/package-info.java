/** Settings of the detection job, and of Flink. */
package io.gradwatch.detection.job.settings;
