/** What judges say of sources that they have not seen, and the tables that come of it. */
package io.gradwatch.calibration.holdout;
