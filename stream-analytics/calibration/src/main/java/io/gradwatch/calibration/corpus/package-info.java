/** Labelled runs, replayed into what the judges look at. */
package io.gradwatch.calibration.corpus;
