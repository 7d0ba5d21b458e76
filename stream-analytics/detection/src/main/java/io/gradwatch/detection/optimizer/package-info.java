/** Detectors of what the optimizer does: learning rate, size of the updates, declared configuration. */
package io.gradwatch.detection.optimizer;
