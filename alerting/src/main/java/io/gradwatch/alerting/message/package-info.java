/**
 * The words of a notification, the same on every channel: what, in which run, since which step, on what evidence, why
 * probably, and what to try first. Channels only lay them out.
 */
package io.gradwatch.alerting.message;
