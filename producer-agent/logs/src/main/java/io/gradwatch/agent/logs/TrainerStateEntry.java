package io.gradwatch.agent.logs;

import java.util.Optional;
import java.util.Set;

/** One entry of a {@code log_history}. */
final class TrainerStateEntry {

    private static final String EVALUATION_PREFIX = "eval_";
    private static final Set<String> KNOWN =
            Set.of("step", "epoch", "loss", "learning_rate", "grad_norm", EVALUATION_PREFIX + "loss");

    /** How long an evaluation took says nothing of the model. */
    private static final Set<String> TIMINGS = Set.of(
            "runtime", "samples_per_second", "steps_per_second", "jit_compilation_time", "model_preparation_time");

    private final RowValues values = new RowValues();
    private boolean summary;
    private String wrong;

    /** Whether the value must be a number. */
    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    void put(String name, double value) {
        switch (name) {
            case "step" -> putStep(value);
            case "epoch" -> values.epoch = value;
            case "loss" -> values.loss = value;
            case "learning_rate" -> values.learningRate = value;
            case "grad_norm" -> values.gradientNorm = value;
            case "eval_loss" -> values.evaluationLoss = value;
            case "train_runtime" -> summary = true;
            default -> putMetric(name, value);
        }
    }

    /** What cannot be used of it. */
    Optional<String> wrong() {
        return Optional.ofNullable(wrong);
    }

    /** Whether it sums the training up, and is no step. */
    boolean isSummary() {
        return summary;
    }

    RowValues values() {
        return values;
    }

    private void putStep(double value) {
        LoggedNumber.step(value)
                .ifPresentOrElse(
                        step -> values.step = step,
                        () -> wrong = "step was '" + value + "'; expected a whole number from 0");
    }

    private void putMetric(String name, double value) {
        if (!name.startsWith(EVALUATION_PREFIX)) {
            values.metrics.put(name, value);
            return;
        }
        String metric = name.substring(EVALUATION_PREFIX.length());
        if (TIMINGS.stream().noneMatch(metric::endsWith)) {
            values.evaluationMetrics.put(metric, value);
        }
    }
}
