/** What several benchmarks need before they can measure: a broker, its topics, runs that are made up. */
package io.gradwatch.benchmarks.setup;
