package io.gradwatch.detection.spi;

import java.util.function.Supplier;

/**
 * Detector with a fixed specification, whose state begins without parameters. A detector of the product extends it and
 * implements the hooks of {@link Detector} that it needs.
 *
 * @param <S> type of the state
 */
public abstract class SpecifiedDetector<S> implements Detector<S> {

    private final DetectorSpec spec;
    private final Supplier<S> newState;
    private final Class<S> stateType;

    /** @param newState makes the state before the first event of an attempt */
    @SuppressWarnings("unchecked")
    protected SpecifiedDetector(Supplier<S> newState, DetectorSpec spec) {
        this.spec = spec;
        this.newState = newState;
        this.stateType = (Class<S>) newState.get().getClass();
    }

    @Override
    public final DetectorSpec spec() {
        return spec;
    }

    @Override
    public final Class<S> stateType() {
        return stateType;
    }

    @Override
    public final S newState() {
        return newState.get();
    }
}
