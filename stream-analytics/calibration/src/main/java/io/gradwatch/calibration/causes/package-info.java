/** Faults that the lab planted, against the causes that alerts name. */
package io.gradwatch.calibration.causes;
