/** What notifiers over HTTP share: one bounded request, and what its answer means. */
package io.gradwatch.alerting.notify.http;
