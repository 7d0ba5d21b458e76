/** Set-up that benchmarks share: a broker, its topics, and made-up runs. */
package io.gradwatch.benchmarks.setup;
