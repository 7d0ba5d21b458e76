/** Detectors of runs that no longer get anywhere: silent, ended in an error. */
package io.gradwatch.detection.progress;
