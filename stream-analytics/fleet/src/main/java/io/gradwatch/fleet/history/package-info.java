/**
 * The history: every step of every run as Parquet, written once each through crashes, and curves of it at any zoom. The
 * commit log says which files count; DuckDB reads and writes them.
 */
package io.gradwatch.fleet.history;
