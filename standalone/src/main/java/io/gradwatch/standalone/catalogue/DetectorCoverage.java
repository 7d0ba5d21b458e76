package io.gradwatch.standalone.catalogue;

import java.util.Map;

/**
 * Which detectors could not judge a run.
 *
 * @param runId of the run
 * @param seen how much of it they were shown
 * @param unit what that counts: "rows" of a log or "records" of the stream
 * @param abstained by id of the detector, what it lacked, in words
 */
record DetectorCoverage(String runId, long seen, String unit, Map<String, String> abstained) {}
