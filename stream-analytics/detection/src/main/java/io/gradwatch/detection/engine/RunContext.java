package io.gradwatch.detection.engine;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.References;
import io.gradwatch.schema.RunStarted;
import java.util.Map;

/** What one detector is told about one event. */
record RunContext(RunState state, int rank, long logTimeMillis, Map<String, Double> settings)
        implements DetectionContext {

    @Override
    public RunStarted run() {
        return state.declared();
    }

    @Override
    public References references() {
        return state.references();
    }

    @Override
    public int attempt() {
        return state.attempt;
    }

    @Override
    public long lastStep() {
        return state.lastStep;
    }

    @Override
    public RunCurves curves() {
        return state.curves;
    }

    @Override
    public double setting(ConfigKey<Double> key) {
        Double value = settings.get(key.name());
        return value == null ? key.defaultValue() : value;
    }
}
