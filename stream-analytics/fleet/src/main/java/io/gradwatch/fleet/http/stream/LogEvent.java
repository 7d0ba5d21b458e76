package io.gradwatch.fleet.http.stream;

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
 * @param changesRun whether the run's row is another afterwards, in more than its step
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

    /** One step of one rank; values by series. */
    record StepEvent(String run, int attempt, int rank, long step, long millis, Map<String, Double> values) {}

    /** An evaluation; values by series, which begin with the split. */
    record EvaluationEvent(
            String run, int attempt, int rank, long step, long millis, String split, Map<String, Double> values) {}

    /** Whether it is a value of another rank than the given one. */
    boolean ofAnotherRank(int rank) {
        return step != null && step.rank() != rank || evaluation != null && evaluation.rank() != rank;
    }
}
