/** Notifiers that are a single class each. */
package io.gradwatch.alerting.notify;
