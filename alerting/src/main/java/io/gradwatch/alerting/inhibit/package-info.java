/** Inhibition: while an alert fires that explains others, those are not told. Pure: no I/O, no clock. */
package io.gradwatch.alerting.inhibit;
