/** Time intervals of the calendar: hours, weekdays, days of the month, months. Pure: the time comes from the caller. */
package io.gradwatch.alerting.time;
