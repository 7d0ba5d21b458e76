/** Detectors of numbers that a computer cannot hold. */
package io.gradwatch.detection.numerical;
