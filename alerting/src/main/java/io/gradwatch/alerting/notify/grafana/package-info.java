/** Draws alerts into Grafana's graphs, as annotations that last as long as the alert. */
package io.gradwatch.alerting.notify.grafana;
