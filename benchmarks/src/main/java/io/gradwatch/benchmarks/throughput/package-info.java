/** Records that detection takes in a second, and the cost of each. */
package io.gradwatch.benchmarks.throughput;
