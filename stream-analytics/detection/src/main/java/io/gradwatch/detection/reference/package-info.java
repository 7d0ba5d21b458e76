/** The detector that compares a run with known results. */
package io.gradwatch.detection.reference;
