/** What the service counted, and whether it is well. */
package io.gradwatch.alerting.health;
