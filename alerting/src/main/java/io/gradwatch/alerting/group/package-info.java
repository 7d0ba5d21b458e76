/**
 * Grouping of alerts into messages: alerts are grouped by their cause, which runs share, and by time. Pure: no I/O, no
 * clock.
 */
package io.gradwatch.alerting.group;
