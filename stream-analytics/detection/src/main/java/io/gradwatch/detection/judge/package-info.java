/** Calibrated probabilities that a run has a fault of a family, from boosted trees over the sketch of the run. */
package io.gradwatch.detection.judge;
