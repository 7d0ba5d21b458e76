/** Follows what is silenced and acknowledged. */
package io.gradwatch.alerting.silence;
