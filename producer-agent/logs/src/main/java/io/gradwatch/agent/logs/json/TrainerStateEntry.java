package io.gradwatch.agent.logs.json;

import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.RowValues;
import java.util.Set;

/** One entry of a {@code log_history}. */
final class TrainerStateEntry {

    private static final String EVALUATION_PREFIX = "eval_";
    private static final String SUMMARY = "train_runtime";

    /** How long an evaluation took says nothing of the model. */
    private static final Set<String> TIMINGS = Set.of(
            "runtime", "samples_per_second", "steps_per_second", "jit_compilation_time", "model_preparation_time");

    private final LogNames names;
    private final RowValues values = new RowValues();
    private boolean summary;

    TrainerStateEntry(LogNames names) {
        this.names = names;
    }

    /** What a value of this name stands for. */
    LogNames.Meaning meaning(String name) {
        return names.of(name);
    }

    void put(String name, double value) {
        if (name.equals(SUMMARY)) {
            summary = true;
        } else if (!isTiming(name)) {
            meaning(name).use().put(values, value);
        }
    }

    /** Whether it sums the training up, and is no step. */
    boolean isSummary() {
        return summary;
    }

    RowValues values() {
        return values;
    }

    private static boolean isTiming(String name) {
        return name.startsWith(EVALUATION_PREFIX) && TIMINGS.stream().anyMatch(name::endsWith);
    }
}
