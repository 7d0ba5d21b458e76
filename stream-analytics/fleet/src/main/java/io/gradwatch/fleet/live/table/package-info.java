/** The tables of runs and groups that Kafka Streams makes of telemetry and alerts. */
package io.gradwatch.fleet.live.table;
