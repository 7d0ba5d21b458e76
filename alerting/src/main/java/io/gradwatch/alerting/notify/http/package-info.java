/** Parts that notifiers over HTTP share: their settings, one bounded request, and the meaning of its answer. */
package io.gradwatch.alerting.notify.http;
