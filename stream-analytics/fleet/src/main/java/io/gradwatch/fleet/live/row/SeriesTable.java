package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.series.SeriesValues;
import io.gradwatch.fleet.series.SeriesValues.Sink;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.SeriesState;
import io.gradwatch.schema.Step;
import java.util.Map;

/** Keeps the last, smallest and largest value of each series of a run. */
public final class SeriesTable {

    /** A run may log under as many names as it likes; those beyond are not kept here. Own choice. */
    public static final int MOST_SERIES = 256;

    private SeriesTable() {}

    public static void take(LiveRun run, Step step) {
        SeriesValues.of(step, sink(run, step.getStep()));
    }

    public static void take(LiveRun run, Evaluation evaluation) {
        SeriesValues.of(evaluation, sink(run, evaluation.getStep()));
    }

    private static Sink<RuntimeException> sink(LiveRun run, long step) {
        return SeriesValues.withShortNames((name, value) -> take(run.getSeries(), name, step, value));
    }

    /** The last value of a series; null where the run has none of this name. */
    static Double last(LiveRun run, String name) {
        SeriesState series = run.getSeries().get(name);
        return series == null ? null : (Double) series.getLast();
    }

    private static void take(Map<String, SeriesState> series, String name, long step, double number) {
        SeriesState state = series.get(name);
        if (state == null) {
            if (series.size() >= MOST_SERIES) {
                return;
            }
            state = new SeriesState(number, step, Double.NaN, -1L, Double.NaN, -1L, 0L);
            series.put(name, state);
        }
        state.setLast(number);
        state.setLastStep(step);
        if (!Double.isFinite(number)) {
            state.setNonFinite(state.getNonFinite() + 1);
        } else {
            widen(state, step, number);
        }
    }

    private static void widen(SeriesState state, long step, double number) {
        if (state.getMinimumStep() < 0 || number < state.getMinimum()) {
            state.setMinimum(number);
            state.setMinimumStep(step);
        }
        if (state.getMaximumStep() < 0 || number > state.getMaximum()) {
            state.setMaximum(number);
            state.setMaximumStep(step);
        }
    }
}
