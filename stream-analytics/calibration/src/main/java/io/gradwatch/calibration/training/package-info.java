/** Fits judges: which looks at runs count for what, and XGBoost. */
package io.gradwatch.calibration.training;
