/** Pace at which the fleet fetches records from Kafka. */
package io.gradwatch.fleet.fetch;
