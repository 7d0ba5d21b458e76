package io.gradwatch.fleet.live.view;

import java.util.function.Function;

/**
 * Field of a run's row that lists can be sorted, filtered and grouped by. Series of the job are columns by their own
 * names, see {@link RunColumn}.
 */
public enum RunField {
    STARTED(RunRow::startedMillis),
    NAME(RunRow::name),
    RUN(RunRow::run),
    PROJECT(RunRow::project),
    OWNER(RunRow::owner),
    HOST(RunRow::host),
    GPU(RunRow::gpu),
    GPUS(RunRow::gpus),
    STATE(RunRow::state),
    VERDICT(RunRow::verdict),
    TAGS(row -> String.join(", ", row.tags())),
    GROUP(RunRow::group),
    ATTEMPT(RunRow::attempt),
    STEP(row -> row.step() < 0 ? null : (Long) row.step()),
    EPOCH(RunRow::epoch),
    PROGRESS(RunRow::progress),
    TIME_LEFT(RunRow::timeLeftMillis),
    LOSS(RunRow::loss),
    BEST_LOSS(RunRow::bestLoss),
    STEPS_PER_SECOND(RunRow::stepsPerSecond),
    LAST_EVENT(RunRow::lastEventMillis),
    ENDED(RunRow::endedMillis),
    WORLD_SIZE(RunRow::worldSize),
    ALERTS(row -> row.openAlerts().total());

    private final Function<RunRow, Object> value;

    RunField(Function<RunRow, Object> value) {
        this.value = value;
    }

    /** Number or text of a row; null or empty where it has none. */
    public Object value(RunRow row) {
        return value.apply(row);
    }
}
