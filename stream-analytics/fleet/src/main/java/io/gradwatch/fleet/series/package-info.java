/** What the values of a run are called, wherever the fleet keeps or shows them. */
package io.gradwatch.fleet.series;
