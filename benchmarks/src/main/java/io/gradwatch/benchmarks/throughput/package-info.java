/** How many records a second detection takes, and what each costs. */
package io.gradwatch.benchmarks.throughput;
