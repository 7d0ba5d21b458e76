/** What people wait for: lists of many runs, and a step on its chart, in a real browser. */
package io.gradwatch.benchmarks.page;
