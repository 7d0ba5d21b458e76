/** The operators of the job: keys, detection with its state and timers, and broadcast settings and references. */
package io.gradwatch.detection.job.operator;
