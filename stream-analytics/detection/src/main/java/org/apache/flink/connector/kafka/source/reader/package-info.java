/** Parts of Flink's Kafka source that reach what is open to its own package only. */
package org.apache.flink.connector.kafka.source.reader;
