/** Questions of alerting to the fleet; it does without an answer where there is none. */
package io.gradwatch.alerting.fleet;
