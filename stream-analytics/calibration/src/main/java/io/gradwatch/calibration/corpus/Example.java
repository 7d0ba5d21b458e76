package io.gradwatch.calibration.corpus;

/**
 * Run as the judges see it at one row.
 *
 * @param row number of the row, from 0
 * @param nonFinite whether a loss or gradient norm was not finite up to this row: then a rule has told it already
 * @param features one value a feature, NaN where unknown
 */
public record Example(long row, boolean nonFinite, float[] features) {}
