/**
 * A run's curves in bounded memory, and the numbers computed from them that the judges look at: the same for a log of
 * eight rows and for 10^9 steps.
 */
package io.gradwatch.detection.sketch;
