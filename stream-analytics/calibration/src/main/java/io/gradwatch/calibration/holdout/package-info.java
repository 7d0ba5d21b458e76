/** Judgements of sources that were held out, and their tables. */
package io.gradwatch.calibration.holdout;
