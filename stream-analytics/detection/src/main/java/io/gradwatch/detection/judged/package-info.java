/**
 * The detectors that speak for the judges: one a family of faults. A judge is a calibrated probability fitted on
 * labelled runs ({@link io.gradwatch.detection.judge}); its detector tells people what it sees, where no witness has
 * better words.
 */
package io.gradwatch.detection.judged;
