/** Cost of monitoring to a DL4J training, with Kafka and without it. */
package io.gradwatch.benchmarks.training;
