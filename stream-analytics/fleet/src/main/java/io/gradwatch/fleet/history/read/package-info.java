/** Rows, curves and heat maps of the history. */
package io.gradwatch.fleet.history.read;
