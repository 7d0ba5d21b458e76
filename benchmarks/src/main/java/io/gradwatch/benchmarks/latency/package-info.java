/** Time from a failing step until its alert can be read. */
package io.gradwatch.benchmarks.latency;
