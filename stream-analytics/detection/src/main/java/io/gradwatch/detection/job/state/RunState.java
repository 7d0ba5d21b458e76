package io.gradwatch.detection.job.state;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;

/** All that the job keeps of a run. */
public final class RunState {

    /** State of the engine; null before the first record that counts. */
    public DetectionState engine;

    /** Time at which the timer of the run fires, in the time of the log; null without one. */
    public Long wakeMillis;

    /** States of the detectors, each at its place. */
    public final DetectorStates detectors = new DetectorStates();
}
