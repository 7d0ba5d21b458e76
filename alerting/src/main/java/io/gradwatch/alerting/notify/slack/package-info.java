/** Tells people in Slack, by an incoming webhook or as a bot. */
package io.gradwatch.alerting.notify.slack;
