/**
 * The live tables: Kafka Streams makes them of the telemetry and the alerts, and they answer what the fleet does now.
 */
package io.gradwatch.fleet.live;
