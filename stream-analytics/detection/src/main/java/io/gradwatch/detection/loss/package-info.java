/** Detectors of what the loss itself does. */
package io.gradwatch.detection.loss;
