/**
 * Statistics of streams: one pass, constant memory, states that are plain. A value that is not finite never gets into
 * one of them.
 */
package io.gradwatch.detection.stats;
