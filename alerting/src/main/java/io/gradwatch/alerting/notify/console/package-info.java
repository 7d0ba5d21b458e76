/** Tells people on a terminal. */
package io.gradwatch.alerting.notify.console;
