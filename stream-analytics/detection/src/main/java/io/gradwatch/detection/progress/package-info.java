/** Detectors of runs that no longer get on: silent, hung, slow, apart, ended in an error. */
package io.gradwatch.detection.progress;
