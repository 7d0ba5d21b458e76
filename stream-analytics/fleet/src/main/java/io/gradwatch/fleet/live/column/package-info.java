/** Columns of the list of runs: their values, conditions on them, and groups of equal ones. */
package io.gradwatch.fleet.live.column;
