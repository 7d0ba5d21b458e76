/**
 * Silences and acknowledgements in the fleet: one thread follows their topics, one writer changes them, and the alerts
 * of the live tables are told with them. Who asks, and how, is not its concern.
 */
package io.gradwatch.fleet.silence;
