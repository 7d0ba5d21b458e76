package io.gradwatch.standalone.catalogue;

import java.util.Map;

/**
 * Detectors that could not judge a run.
 *
 * @param runId of the run
 * @param seen rows or records of it that they were shown
 * @param unit of {@code seen}: "rows" of a log or "records" of the stream
 * @param abstained inputs that a detector lacked, in words, by id of the detector
 */
record DetectorCoverage(String runId, long seen, String unit, Map<String, String> abstained) {}
