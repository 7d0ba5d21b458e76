/** How the fleet asks Kafka for records. */
package io.gradwatch.fleet.fetch;
