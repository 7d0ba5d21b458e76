package io.gradwatch.fleet.http.stream;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.live.view.AlertRow;
import java.util.Map;

/**
 * Something that happened, as the tail keeps it.
 *
 * @param arrival counts the events of this instance
 * @param slot of its partition
 * @param offset in its partition
 * @param run that it is of
 * @param step null where it is no step
 * @param evaluation null where it is no evaluation
 * @param alert null where it is no transition of an alert
 * @param changesRun true where it changes more of the run's row than the step
 */
record LogEvent(
        long arrival,
        int slot,
        long offset,
        String run,
        StepEvent step,
        EvaluationEvent evaluation,
        AlertRow alert,
        boolean changesRun) {

    /** One step of one rank. */
    record StepEvent(
            @Described("Id of the run.") String run,
            @Described("Attempt of the run.") int attempt,
            @Described("Rank that made the step.") int rank,
            @Described("Optimizer step.") long step,

            @Described("Time of the step, since 1970-01-01 UTC.")
            long millis,

            @Described("Values by series.") Map<String, Double> values) {}

    /** An evaluation. */
    record EvaluationEvent(
            @Described("Id of the run.") String run,
            @Described("Attempt of the run.") int attempt,
            @Described("Rank that evaluated.") int rank,
            @Described("Optimizer step.") long step,

            @Described("Time of the evaluation, since 1970-01-01 UTC.")
            long millis,

            @Described("Split of the data.") String split,

            @Described("Values by series, whose names begin with the split.")
            Map<String, Double> values) {}

    /** True for a value of another rank than the given one. */
    boolean ofAnotherRank(int rank) {
        return step != null && step.rank() != rank || evaluation != null && evaluation.rank() != rank;
    }
}
