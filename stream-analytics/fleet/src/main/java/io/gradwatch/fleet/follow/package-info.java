/** What a thread follows in Kafka, as all other threads see it. */
package io.gradwatch.fleet.follow;
