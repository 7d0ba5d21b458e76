package io.gradwatch.detection.engine;

import io.gradwatch.detection.spi.Detector;

/** Where the states of the detectors of one run are kept. */
public interface DetectorStates {

    /** The state that was put last, null where there is none. The engine changes it in place. */
    <S> S get(Detector<S> detector);

    /** Keeps a state. Called after every event that may have changed it, with the object that {@link #get} gave. */
    <S> void put(Detector<S> detector, S state);

    /** Forgets all states of the run. */
    void clear();
}
