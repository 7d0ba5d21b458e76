/** Detectors of what the gradients do. */
package io.gradwatch.detection.gradient;
