package io.gradwatch.agent.logs;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the telemetry of one run from the rows of its log. */
final class RowEvents {

    private final String runId;
    private final StepNumbers steps = new StepNumbers();
    private RunStarted declared;
    private int attempt;
    private long late;
    private long rows;
    private long sequence;

    RowEvents(String runId) {
        this.runId = runId;
    }

    /** The declaration of the run, of every attempt the same: must be the first that is asked for. */
    Telemetry started(String framework, Map<String, String> hyperparameters) {
        declared = RunStarted.newBuilder()
                .setName(runId)
                .setFramework(framework)
                .setHyperparameters(hyperparameters)
                .setLayers(List.of())
                .setReferences(List.of())
                .build();
        return telemetry(declared);
    }

    /** The row as events: a step unless it only tells of evaluations, then the evaluations if there are any. */
    LogRow row(long number, RowValues values) {
        StepNumbers.Place place = place(number, values);
        long step = place.step();
        List<Telemetry> events = new ArrayList<>(2);
        if (place.attempt() > attempt) {
            attempt = place.attempt();
            events.add(telemetry(declared));
        }
        boolean isStep = values.tellsOfTraining() || !values.tellsOfEvaluation();
        if (isStep && !place.late()) {
            events.add(telemetry(step(step, values)));
        }
        values.evaluations.forEach(
                (split, evaluation) -> events.add(telemetry(evaluation(step, values.epoch, split, evaluation))));
        late += place.late() ? 1 : 0;
        return new LogRow(
                number, step, attempt, place.late(), List.copyOf(events), values.timeMillis, values.otherStep);
    }

    /** A row that tells of no event. */
    LogRow silentRow(long number, RowValues values) {
        return new LogRow(number, place(number, values).step(), attempt, List.of());
    }

    /** The log says that its program was started again, perhaps from a checkpoint. */
    void mayGoBack() {
        steps.mayGoBack();
    }

    /** A new training begins with the next row, as a heading in the middle of a table says. */
    void startAnew() {
        steps.startAnew(rows);
    }

    private StepNumbers.Place place(long number, RowValues values) {
        rows = number + 1;
        return steps.next(values, number);
    }

    private static Step step(long step, RowValues values) {
        return Step.newBuilder()
                .setStep(step)
                .setEpoch(values.epoch)
                .setLoss(values.loss)
                .setLearningRate(values.learningRate)
                .setGradientNorm(values.gradientNorm)
                .setParameterNorm(values.parameterNorm)
                .setUpdateRatio(values.updateRatio)
                .setLossScale(values.lossScale)
                .setMetrics(values.metrics)
                .setTensors(List.of())
                .build();
    }

    private static Evaluation evaluation(long step, Double epoch, Split split, RowValues.EvaluationValues values) {
        return Evaluation.newBuilder()
                .setStep(step)
                .setEpoch(epoch)
                .setSplit(split)
                .setLoss(values.loss)
                .setMetrics(values.metrics)
                .setErrorTypes(List.of())
                .build();
    }

    private Telemetry telemetry(Object event) {
        Origin origin = new Origin(runId, attempt, 0, 0L, sequence++, 0L, false);
        return new Telemetry(origin, event);
    }
}
