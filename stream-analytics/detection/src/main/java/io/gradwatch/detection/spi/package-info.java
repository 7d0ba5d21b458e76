/**
 * The contract of a detector. A detector sees one run, one event at a time, and says what it thinks of it; everything
 * about alerts (ids, transitions, attempts, endings) is done once for all of them by the engine.
 */
package io.gradwatch.detection.spi;
