/**
 * Statistics of a run's curves for all detectors, computed once an event: levels, noise, records, means of blocks. The
 * engine keeps one {@link io.gradwatch.detection.curve.RunCurves} a run and shows it to every detector.
 */
package io.gradwatch.detection.curve;
