package io.gradwatch.benchmarks.training;

/**
 * Duration of an epoch.
 *
 * @param seconds by the clock
 * @param cpuSeconds that a core spent on the training thread, which computes all of the network where OpenMP has one
 *     thread
 */
record EpochTime(double seconds, double cpuSeconds) {}
