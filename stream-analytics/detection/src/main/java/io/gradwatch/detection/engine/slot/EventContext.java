package io.gradwatch.detection.engine.slot;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.engine.settings.SlotSettings;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.References;
import io.gradwatch.schema.RunStarted;

/** Context of one event: one object for all detectors, each with its settings in turn. */
public final class EventContext implements DetectionContext {

    private final DetectionState state;
    private final int rank;
    private final long logTimeMillis;
    private final int carried;
    private SlotSettings settings;

    /** @param carried the event's signals, as {@link SignalBits#of} gives them */
    public EventContext(DetectionState state, int rank, long logTimeMillis, int carried) {
        this.carried = carried;
        this.state = state;
        this.rank = rank;
        this.logTimeMillis = logTimeMillis;
    }

    /** The same, for the detector that has these settings, until the next call. */
    EventContext forDetector(SlotSettings its) {
        settings = its;
        return this;
    }

    public DetectionState state() {
        return state;
    }

    public int carried() {
        return carried;
    }

    @Override
    public RunStarted run() {
        return state.declared();
    }

    @Override
    public References references() {
        return state.references();
    }

    @Override
    public int rank() {
        return rank;
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
    public long logTimeMillis() {
        return logTimeMillis;
    }

    @Override
    public RunCurves curves() {
        return state.curves;
    }

    @Override
    public Judgement judgement() {
        return state.judgement;
    }

    @Override
    public double setting(ConfigKey<Double> key) {
        return settings.of(key);
    }
}
