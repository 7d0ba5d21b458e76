package io.gradwatch.detection.job;

/**
 * One failure of a job.
 *
 * @param atMillis when it failed, milliseconds since 1970
 * @param text exception with its causes and stack traces
 */
record JobFailure(long atMillis, String text) {}
