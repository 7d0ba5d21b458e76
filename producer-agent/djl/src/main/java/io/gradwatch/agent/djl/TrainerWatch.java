package io.gradwatch.agent.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.listener.TrainingListener.BatchData;
import io.gradwatch.agent.EvaluationReport;
import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.agent.listener.GuardedPart;
import io.gradwatch.schema.Split;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Watches one trainer, batch by batch, on its training thread. */
final class TrainerWatch {
    private static final double NANOS_PER_MILLI = 1e6;
    /** Keys of accumulators of our own, so that neither other listeners nor the job see a difference. */
    private static final String BATCH = "gradwatch_batch";

    private static final String VALIDATION = "gradwatch_validation";

    private final Trainer trainer;
    private final TrainingRun run;
    private final TrainingListenerSettings settings;
    private final Guard guard;
    private long step;
    private int epoch;
    private boolean epochUnderWay;
    private boolean validated;
    private boolean batchDone;
    private long batchDoneNanos;

    TrainerWatch(Trainer trainer, TrainingRun run, TrainingListenerSettings settings, Guard guard) {
        this.trainer = trainer;
        this.run = run;
        this.settings = settings;
        this.guard = guard;
        this.step = settings.firstStep();
        trainer.getEvaluators().forEach(evaluator -> {
            evaluator.addAccumulator(BATCH);
            evaluator.addAccumulator(VALIDATION);
        });
    }

    /** True where batches were trained since the last epoch was done. */
    boolean epochUnderWay() {
        return epochUnderWay;
    }

    /** Between the backward pass, which has filled the gradients, and the step of the trainer, which uses them up. */
    void trained(BatchData batch) {
        recordValidation();
        epochUnderWay = true;
        StepRecorder recorder = run.step(step);
        recorder.epoch(epoch).trainingMode(true).batchSize((int)
                batch.getBatch().getSize());
        recordDuration(recorder);
        guard.run(GuardedPart.LEARNING_RATE, () -> recordLearningRate(recorder));
        guard.run(GuardedPart.SHAPES, () -> recordShapes(recorder, batch));
        inScope(GuardedPart.LOSS, () -> recordLoss(recorder, batch));
        if (settings.takesNorms(step)) {
            inScope(GuardedPart.NORMS, () -> new TrainedParameters(trainer).recordNorms(recorder));
            inScope(GuardedPart.EVALUATORS, () -> recordEvaluators(recorder, batch));
        }
        if (settings.takesTensors(step)) {
            inScope(
                    GuardedPart.TENSORS,
                    () -> new TrainedParameters(trainer).recordTensors(recorder, settings.takesHistograms(step)));
        }
        recorder.publish();
        step++;
    }

    /** Everything that is made on the device is closed at the end: it would live as long as the trainer otherwise. */
    private void inScope(GuardedPart part, Runnable work) {
        guard.run(part, () -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                work.run();
            }
        });
    }

    private void recordDuration(StepRecorder recorder) {
        long now = System.nanoTime();
        if (batchDone) {
            recorder.durationMillis((now - batchDoneNanos) / NANOS_PER_MILLI);
        }
        batchDone = true;
        batchDoneNanos = now;
    }

    /** An optimizer counts its updates from 1. */
    private void recordLearningRate(StepRecorder recorder) {
        if (settings.learningRate() != null) {
            recorder.learningRate(settings.learningRate().getNewValue("", Math.toIntExact(step + 1)));
        }
    }

    private static void recordShapes(StepRecorder recorder, BatchData batch) {
        if (batch.getPredictions().size() == 1) {
            recorder.shapes(shape(batch.getPredictions()), shape(batch.getLabels()));
        }
    }

    private static int[] shape(Map<Device, NDList> arrays) {
        Shape shape = arrays.values().iterator().next().get(0).getShape();
        return Arrays.stream(shape.getShape()).mapToInt(Math::toIntExact).toArray();
    }

    /** The mean of the losses of the devices. */
    private void recordLoss(StepRecorder recorder, BatchData batch) {
        double sum = 0;
        for (Map.Entry<Device, NDList> labels : batch.getLabels().entrySet()) {
            NDList predictions = batch.getPredictions().get(labels.getKey());
            NDArray loss = trainer.getLoss().evaluate(labels.getValue(), predictions);
            sum += loss.sum().toType(DataType.FLOAT32, false).getFloat();
        }
        recorder.loss(sum / batch.getLabels().size());
    }

    private void recordEvaluators(StepRecorder recorder, BatchData batch) {
        for (Evaluator evaluator : trainer.getEvaluators()) {
            if (evaluator != trainer.getLoss()) {
                evaluator.resetAccumulator(BATCH);
                update(evaluator, BATCH, batch);
                recorder.metric(name(evaluator), evaluator.getAccumulator(BATCH));
            }
        }
    }

    private static void update(Evaluator evaluator, String key, BatchData batch) {
        batch.getLabels()
                .forEach((device, labels) -> evaluator.updateAccumulator(
                        key, labels, batch.getPredictions().get(device)));
    }

    private static String name(Evaluator evaluator) {
        return evaluator.getName().toLowerCase(Locale.ROOT);
    }

    void validated(BatchData batch) {
        inScope(GuardedPart.VALIDATION, () -> {
            if (!validated) {
                trainer.getEvaluators().forEach(evaluator -> evaluator.resetAccumulator(VALIDATION));
            }
            validated = true;
            trainer.getEvaluators().forEach(evaluator -> update(evaluator, VALIDATION, batch));
        });
    }

    void epochDone() {
        epoch++;
        recordValidation();
        epochUnderWay = false;
    }

    /** Tells the evaluation whose batches came before, if there were any. */
    void recordValidation() {
        if (!validated) {
            return;
        }
        validated = false;
        guard.run(GuardedPart.VALIDATION, () -> {
            EvaluationReport.Builder report = EvaluationReport.builder().epoch((double) epoch);
            for (Evaluator evaluator : trainer.getEvaluators()) {
                double value = evaluator.getAccumulator(VALIDATION);
                if (evaluator == trainer.getLoss()) {
                    report.loss(value);
                } else {
                    report.metric(name(evaluator), value);
                }
            }
            run.evaluation(step, Split.TRAIN_VAL, report.build());
        });
    }
}
