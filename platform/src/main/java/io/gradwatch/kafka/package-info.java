/** A real Kafka broker (KRaft) inside this JVM: the default of the standalone product, and the broker of the tests. */
package io.gradwatch.kafka;
