package io.gradwatch.standalone.replay;

import io.gradwatch.detection.spi.Signal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Detectors that could not judge a run, in words. */
public final class Abstained {

    private Abstained() {}

    /** Missing signals in words, by id of the detector; without detectors that lack time, which no log has. */
    public static Map<String, String> of(Map<String, Set<Signal>> missing) {
        Map<String, String> words = new TreeMap<>();
        missing.forEach((detector, signals) -> {
            if (!signals.contains(Signal.LOG_TIME)) {
                words.put(detector, signals.stream().sorted().map(Signal::words).collect(Collectors.joining(" and ")));
            }
        });
        return words;
    }
}
