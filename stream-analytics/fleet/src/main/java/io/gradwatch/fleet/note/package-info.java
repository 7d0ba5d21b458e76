/** Notes of people on runs: followed in Kafka by one thread, and changed by requests. */
package io.gradwatch.fleet.note;
