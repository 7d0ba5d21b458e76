/** Between intake and delivery: what is told, when, and to whom. */
package io.gradwatch.alerting.dispatch;
