/** Runs and alerts that have left the live tables, as the history has them. */
package io.gradwatch.fleet.past;
