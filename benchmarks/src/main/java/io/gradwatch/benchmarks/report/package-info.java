/** Printing of the figures. */
package io.gradwatch.benchmarks.report;
