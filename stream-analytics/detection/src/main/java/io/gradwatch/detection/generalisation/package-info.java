/** Detectors of what training learns that does not carry over to other data. */
package io.gradwatch.detection.generalisation;
