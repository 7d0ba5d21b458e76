/** Way of records from the spools to Kafka: in order, at least once, for as long as it takes. */
package io.gradwatch.agent.kafka;
