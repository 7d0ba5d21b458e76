/**
 * Measurements of the cost and the speed of Gradwatch: {@code benchmarks/run NAME}. The figures are in
 * docs/BENCHMARKS.md.
 */
package io.gradwatch.benchmarks;
