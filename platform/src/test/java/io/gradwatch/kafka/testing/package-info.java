/** Kafka for the tests of all modules. */
package io.gradwatch.kafka.testing;
