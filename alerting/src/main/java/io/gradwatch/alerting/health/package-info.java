/** Counts and health of the service. */
package io.gradwatch.alerting.health;
