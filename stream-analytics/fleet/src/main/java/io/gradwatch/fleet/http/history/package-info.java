/** Routes of the history: curves, heat maps, comparisons and SQL. */
package io.gradwatch.fleet.http.history;
