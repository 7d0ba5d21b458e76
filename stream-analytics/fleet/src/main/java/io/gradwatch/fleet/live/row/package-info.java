/** Rows and pages of the runs and alerts in the tables, and the index of the rows in memory. */
package io.gradwatch.fleet.live.row;
