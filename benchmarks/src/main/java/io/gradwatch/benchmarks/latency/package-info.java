/** How long after a failing step its alert can be read. */
package io.gradwatch.benchmarks.latency;
