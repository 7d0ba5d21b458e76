/** Rows of the topics on their way into files. */
package io.gradwatch.fleet.history.write;
