package io.gradwatch.agent.attach.file;

import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.names.StepField;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A row that was read.
 *
 * @param timeMillis when it was written, milliseconds since 1970-01-01 UTC
 */
public record ReadRow(LogRow row, long timeMillis) {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    /**
     * A number that tells the row from others: the same step with the same values in any order has the same, so that a
     * row is known again when a column was added to its file.
     */
    long mark() {
        long sum = mixed(row.step());
        for (Telemetry event : row.events()) {
            sum += numbers(event.getEvent())
                    .filter(Objects::nonNull)
                    .mapToLong(value -> mixed(Double.doubleToLongBits(value)))
                    .sum();
        }
        return sum;
    }

    /** True if it tells of training, and not of evaluations alone. */
    public boolean tellsAStep() {
        return row.events().stream().anyMatch(event -> event.getEvent() instanceof Step);
    }

    /**
     * Its evaluation at the step by which the training is counted: the one that is nearer to where the training is.
     *
     * @param lastStep of the training, -1 before the first
     */
    public Evaluation placed(Evaluation evaluation, long lastStep) {
        boolean byTheOther = row.otherStep() >= 0
                && Math.abs(row.otherStep() - lastStep) < Math.abs(evaluation.getStep() - lastStep);
        return byTheOther
                ? Evaluation.newBuilder(evaluation).setStep(row.otherStep()).build()
                : evaluation;
    }

    private static Stream<Double> numbers(Object event) {
        if (event instanceof Step step) {
            Stream<Double> fields = StepField.ALL.stream()
                    .filter(StepField::isSeries)
                    .map(field -> (Number) field.of(step))
                    .filter(Objects::nonNull)
                    .map(Number::doubleValue);
            return Stream.concat(step.getMetrics().values().stream(), fields);
        }
        return event instanceof Evaluation evaluation
                ? Stream.concat(evaluation.getMetrics().values().stream(), Stream.of(evaluation.getLoss()))
                : Stream.empty();
    }

    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 32)) * MIX;
        return mixed ^ (mixed >>> 29);
    }
}
