package io.gradwatch.detection.engine;

import io.gradwatch.detection.spi.Detector;
import java.util.IdentityHashMap;

/** Keeps the states of one run in a map. */
public final class InMemoryDetectorStates implements DetectorStates {

    private final IdentityHashMap<Detector<?>, Object> states = new IdentityHashMap<>();

    @Override
    public <S> S get(Detector<S> detector) {
        return detector.stateType().cast(states.get(detector));
    }

    @Override
    public <S> void put(Detector<S> detector, S state) {
        states.put(detector, state);
    }

    @Override
    public void clear() {
        states.clear();
    }
}
