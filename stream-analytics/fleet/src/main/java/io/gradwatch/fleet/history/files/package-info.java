/** The files of the history: commits that name them, checks of them, and DuckDB, which reads and writes them. */
package io.gradwatch.fleet.history.files;
