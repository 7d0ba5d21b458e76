package io.gradwatch.detection.engine.state;

import java.util.Arrays;

/**
 * The states of the detectors of one run, each at the place of its detector in the list that the engine was made with.
 * The engine changes them in place.
 */
public final class DetectorStates {

    private Object[] states = new Object[0];

    /** The state of the detector at a place, from 0; null where it has none yet. */
    public Object get(int place) {
        return place < states.length ? states[place] : null;
    }

    /** Keeps the state of the detector at a place, from 0; null for none. */
    public void put(int place, Object state) {
        if (place >= states.length) {
            states = Arrays.copyOf(states, place + 1);
        }
        states[place] = state;
    }

    /** Forgets all states. */
    public void clear() {
        Arrays.fill(states, null);
    }
}
