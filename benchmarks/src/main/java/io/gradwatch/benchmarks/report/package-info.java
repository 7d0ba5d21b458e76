/** How figures are printed. */
package io.gradwatch.benchmarks.report;
