/** State that one thread reads from Kafka and all other threads see. */
package io.gradwatch.fleet.follow;
