package io.gradwatch.detection.engine;

import io.gradwatch.detection.spi.Signal;
import java.util.Map;
import java.util.Set;

/**
 * The detectors that cannot judge a run, because it has not sent what they need.
 *
 * @param missing by id of the detector, in order, the signals that the easiest of its needs still lacks
 */
public record Abstentions(Map<String, Set<Signal>> missing) {}
