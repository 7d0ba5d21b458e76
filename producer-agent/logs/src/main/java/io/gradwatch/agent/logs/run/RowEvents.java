package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.names.StepField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the telemetry of one run from the rows of its log. */
public final class RowEvents {

    private final String runId;
    private final StepNumbers steps = new StepNumbers();
    private RunStarted declared;
    private int attempt;
    private Double rate;
    private long late;
    private long rows;
    private long sequence;
    private long lastStep = -1;
    private final List<Telemetry> checkpoints = new ArrayList<>();

    private final LogNames names;

    /** @param names of the log, which tell the objective and what was understood */
    public RowEvents(String runId, LogNames names) {
        this.runId = runId;
        this.names = names;
    }

    /** The declaration of the run, of every attempt the same: must be the first that is asked for. */
    public Telemetry started(String framework, Map<String, String> hyperparameters) {
        declared = RunStarted.newBuilder()
                .setName(runId)
                .setFramework(framework)
                .setHyperparameters(hyperparameters)
                .setLayers(List.of())
                .setReferences(List.of())
                .setMetrics(List.of())
                .build();
        return telemetry(declared);
    }

    /** Objective by the names, where it is known before the first row. */
    public void objective(String told) {
        declared.setObjective(told);
    }

    /**
     * A checkpoint that was saved behind the last row, to be told with the next one; before the first row nothing was
     * trained that could be saved.
     *
     * @param step that the log names; negative for that of the row
     */
    public void checkpoint(long step, String path) {
        if (lastStep >= 0) {
            checkpoints.add(telemetry(new CheckpointSaved(step < 0 ? lastStep : step, path, null, Map.of())));
        }
    }

    /**
     * The row as events: what was saved before it, then a step unless it only tells of evaluations, then the
     * evaluations if there are any.
     */
    public LogRow row(long number, RowValues values) {
        if (declared.getObjective() == null) {
            names.objective().ifPresent(declared::setObjective);
        }
        StepNumbers.Place place = place(number, values);
        long step = place.step();
        List<Telemetry> events = new ArrayList<>(checkpoints);
        checkpoints.clear();
        lastStep = step;
        if (place.attempt() > attempt) {
            attempt = place.attempt();
            events.add(telemetry(declared));
        }
        if (values.hasOnlyARate() && names.signals().containsKey(LogSignal.TRAIN_LOSS.id())) {
            // Lightning writes it in a row of its own, before the loss of the same step, which would be a repeat.
            rate = values.fields.remove(StepField.LEARNING_RATE);
            return new LogRow(number, step, attempt, events);
        }
        if (values.loss != null && rate != null && values.fields.putIfAbsent(StepField.LEARNING_RATE, rate) == null) {
            rate = null;
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
    public LogRow silentRow(long number, RowValues values) {
        return new LogRow(number, place(number, values).step(), attempt, List.of());
    }

    /** The log says that its program was started again, perhaps from a checkpoint. */
    public void mayGoBack() {
        steps.mayGoBack();
    }

    /** A new training begins with the next row, as a heading in the middle of a table says. */
    public void startAnew() {
        steps.startAnew(rows);
    }

    /** Understanding of the log so far. */
    public Understanding understanding(long leftOut) {
        Map<String, String> signals = names.signals();
        if (!signals.containsKey(LogSignal.STEP.id()) && steps.source() != null) {
            Map<String, String> all = new LinkedHashMap<>();
            all.put(
                    LogSignal.STEP.id(),
                    switch (steps.source()) {
                        case STEP -> "step";
                        case EPOCH -> signals.getOrDefault(LogSignal.EPOCH.id(), "epoch");
                        case ROW -> "number of the row";
                    });
            all.putAll(signals);
            signals = all;
        } else if (steps.areIterations()) {
            signals.computeIfPresent(LogSignal.STEP.id(), (id, name) -> name + " in each epoch");
        }
        return new Understanding(
                signals, names.metricNames(), rows, steps.attempts(), late, leftOut, names.objective(), names.hints());
    }

    private StepNumbers.Place place(long number, RowValues values) {
        rows = number + 1;
        return steps.next(values, number);
    }

    private static Step step(long step, RowValues values) {
        Step row = Step.newBuilder()
                .setStep(step)
                .setEpoch(values.epoch)
                .setLoss(values.loss)
                .setMetrics(values.metrics)
                .setTensors(List.of())
                .build();
        values.fields.forEach((field, value) -> field.putNumber(row, value));
        return row;
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
