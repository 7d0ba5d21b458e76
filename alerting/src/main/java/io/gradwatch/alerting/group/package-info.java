/**
 * What belongs together becomes one message: alerts are grouped per attempt of a run, by time. Pure: no I/O, no clock.
 */
package io.gradwatch.alerting.group;
