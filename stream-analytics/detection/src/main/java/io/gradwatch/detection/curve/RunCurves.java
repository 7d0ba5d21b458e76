package io.gradwatch.detection.curve;

import io.gradwatch.detection.sketch.RunSketch;
import io.gradwatch.detection.stats.LogLevel;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;

/** The curves of one attempt of one run, of the rank that speaks for the job. A plain state of 10 KB. */
public class RunCurves {

    private static final int UPDATE_MEMORY = 50;

    /** Loss of the steps. */
    public LossCurve loss = new LossCurve();

    /** Global gradient norm of the steps. */
    public GradientCurve gradient = new GradientCurve();

    /** Accuracy of the steps. */
    public TrainingAccuracy accuracy = new TrainingAccuracy();

    /** Update ratio of the steps: L2 norm of the update over that of the parameters. */
    public LogLevel updateRatio = new LogLevel();

    /** Facts that a watcher saw of the optimizer and of batches. */
    public OptimizerFacts optimizer = new OptimizerFacts();

    /** Facts that a watcher saw of the tensors. */
    public TensorFacts tensors = new TensorFacts();

    /** True if the event that was taken last was a step with a finite loss. */
    public boolean newLoss;

    /** Sketch that the judges look at. */
    public RunSketch sketch = new RunSketch();

    /** Takes a step. */
    public void take(Step step) {
        accuracy.take(step);
        optimizer.take(step, gradient.lastLearningRate);
        if (!step.getTensors().isEmpty()) {
            tensors.take(step.getTensors());
        }
        if (step.getUpdateRatio() != null) {
            updateRatio.add(step.getUpdateRatio(), UPDATE_MEMORY);
        }
        gradient.take(step);
        newLoss = step.getLoss() != null && Double.isFinite(step.getLoss());
        if (newLoss) {
            loss.take(step.getLoss(), step.getStep(), step.getEpoch());
        }
        sketch.take(step);
    }

    /** True where steps go uphill in a run of which nothing shows that it learns: momentum alone overshoots as well. */
    public boolean uphill() {
        return optimizer.uphill() && loss.count > 0 && !loss.resumed() && !loss.fell();
    }

    /** Takes an evaluation. */
    public void take(Evaluation evaluation) {
        newLoss = false;
        sketch.take(evaluation);
    }
}
