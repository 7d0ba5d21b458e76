/** Detectors of what goes into a network, its loss and its evaluation: shapes, scales, modes and labels. */
package io.gradwatch.detection.wiring;
