package io.gradwatch.agent.dl4j.tensor;

import io.gradwatch.agent.listener.TensorMoments;

/** Elements of an array, to be measured in memory order. */
public interface Elements {
    /** Adds the {@code count} elements from {@code from} on to {@code moments}. */
    void addTo(TensorMoments moments, long from, long count);
}
