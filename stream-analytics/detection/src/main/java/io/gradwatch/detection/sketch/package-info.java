/** What the judges know of a run: numbers computed from its curves. */
package io.gradwatch.detection.sketch;
