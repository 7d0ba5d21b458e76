/**
 * The detectors that speak for the judge, one a family of faults. The judge is a calibrated probability of a fault,
 * with trees that name its family, fitted on labelled runs ({@link io.gradwatch.detection.judge}); they tell people
 * what it sees, where no witness has better words.
 */
package io.gradwatch.detection.judged;
