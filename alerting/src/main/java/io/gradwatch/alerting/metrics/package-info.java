/** What Prometheus may know of alerting, over HTTP. */
package io.gradwatch.alerting.metrics;
