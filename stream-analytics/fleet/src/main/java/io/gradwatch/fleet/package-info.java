/** The fleet of all runs: live tables, history, queries over both, and the page that shows them. */
package io.gradwatch.fleet;
