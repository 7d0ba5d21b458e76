/** The one way of records to Kafka: sessions that number their records, their spools, and one producer for all. */
package io.gradwatch.agent.relay;
