/** What alerting asks the fleet for: it does without where the fleet does not answer. */
package io.gradwatch.alerting.fleet;
