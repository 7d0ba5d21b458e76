package io.gradwatch.detection.testkit;

import java.util.Map;
import java.util.function.Consumer;

/** Golden runs of the detectors of progress. */
final class ProgressRuns {

    static final Map<String, Consumer<TestRun>> ALL = Map.of();

    private ProgressRuns() {}
}
