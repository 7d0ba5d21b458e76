/** Names of the series of a run, wherever the fleet keeps or shows them. */
package io.gradwatch.fleet.series;
