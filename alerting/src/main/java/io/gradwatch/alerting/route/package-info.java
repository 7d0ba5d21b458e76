/** Routes from alerts to receivers. Pure: no I/O. */
package io.gradwatch.alerting.route;
