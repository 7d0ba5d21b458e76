/** Histograms of the elements of a tensor, as agents count them and telemetry carries them. */
package io.gradwatch.schema.histogram;
