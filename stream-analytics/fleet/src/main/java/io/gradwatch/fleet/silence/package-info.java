/**
 * Silences and acknowledgements in the fleet: one thread follows their topics, one writer changes them, and the alerts
 * of the live tables are shown with them. Requests and permissions are not its concern.
 */
package io.gradwatch.fleet.silence;
