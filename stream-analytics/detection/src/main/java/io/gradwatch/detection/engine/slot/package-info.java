/** One slot a detector: the events it is shown, its context and its patience with silence. */
package io.gradwatch.detection.engine.slot;
