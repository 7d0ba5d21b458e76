/** What watching costs a DL4J training, with Kafka there and with Kafka away. */
package io.gradwatch.benchmarks.training;
