/**
 * The calibrated probability that a run has a fault, and the family that it is of, from boosted trees over the sketch
 * of the run.
 */
package io.gradwatch.detection.judge;
