/**
 * What Gradwatch costs and how fast it is, measured: {@code benchmarks/run NAME}. The figures are in
 * docs/BENCHMARKS.md.
 */
package io.gradwatch.benchmarks;
