/** Who hears of what. Pure: no I/O. */
package io.gradwatch.alerting.route;
