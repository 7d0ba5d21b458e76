package io.gradwatch.agent.dl4j;

/** Elements of an array, to be measured in memory order. */
interface Elements {
    /** Adds the {@code count} elements from {@code from} on to {@code moments}. */
    void addTo(TensorMoments moments, long from, long count);
}
