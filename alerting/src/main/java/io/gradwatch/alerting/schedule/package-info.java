/** Summaries of the fleet that are due at times of the calendar. */
package io.gradwatch.alerting.schedule;
