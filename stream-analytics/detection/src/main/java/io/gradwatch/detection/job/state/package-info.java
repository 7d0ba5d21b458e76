/**
 * The format of what the job keeps of runs in Flink's state. Checkpoints hold the name of one class of this package,
 * {@link io.gradwatch.detection.job.state.RunStateSnapshot}, and of no other of the product.
 */
package io.gradwatch.detection.job.state;
