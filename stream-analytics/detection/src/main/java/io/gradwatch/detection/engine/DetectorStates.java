package io.gradwatch.detection.engine;

import io.gradwatch.detection.spi.Detector;

/** Where the states of the detectors of one run are kept. */
public interface DetectorStates {

    /** The state that was put last, null where there is none. The engine changes it in place. */
    <S> S get(Detector<S> detector);

    /** Keeps a state that is new; the engine goes on changing it in place. */
    <S> void put(Detector<S> detector, S state);

    /** Forgets all states of the run. */
    void clear();
}
