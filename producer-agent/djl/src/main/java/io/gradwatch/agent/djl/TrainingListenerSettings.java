package io.gradwatch.agent.djl;

import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.ParameterTracker;

/**
 * Settings of a {@link GradwatchTrainingListener}, with what a DJL trainer does not show.
 *
 * @param normsEverySteps steps between two norms of gradient and parameters and two values of the evaluators on the
 *     training data, 1 or more
 * @param tensorsEverySteps steps between two statistics of every gradient and parameter, which are copied to the host
 *     for it; 0 for never
 * @param firstStep number of the first step: 0, or what a job that resumes has done before
 * @param optimizer that trains, for its name; null if not told
 * @param learningRate that the optimizer follows; null if not told
 */
public record TrainingListenerSettings(
        long normsEverySteps,
        long tensorsEverySteps,
        long firstStep,
        Optimizer optimizer,
        ParameterTracker learningRate) {

    private static final long TENSORS_EVERY = 100;

    /** Refuses impossible intervals. */
    public TrainingListenerSettings {
        if (normsEverySteps < 1 || tensorsEverySteps < 0 || firstStep < 0) {
            throw new IllegalArgumentException("normsEverySteps was " + normsEverySteps + ", tensorsEverySteps "
                    + tensorsEverySteps + ", firstStep " + firstStep
                    + "; expected at least 1, at least 0 and at least 0");
        }
    }

    /** Norms at every step, tensors at every 100th. */
    public static TrainingListenerSettings defaults() {
        return new TrainingListenerSettings(1, TENSORS_EVERY, 0, null, null);
    }

    /** The same with another {@link #normsEverySteps}. */
    public TrainingListenerSettings withNormsEverySteps(long steps) {
        return new TrainingListenerSettings(steps, tensorsEverySteps, firstStep, optimizer, learningRate);
    }

    /** The same with another {@link #tensorsEverySteps}. */
    public TrainingListenerSettings withTensorsEverySteps(long steps) {
        return new TrainingListenerSettings(normsEverySteps, steps, firstStep, optimizer, learningRate);
    }

    /** The same with another {@link #firstStep}. */
    public TrainingListenerSettings withFirstStep(long step) {
        return new TrainingListenerSettings(normsEverySteps, tensorsEverySteps, step, optimizer, learningRate);
    }

    /** The same with the optimizer and the learning rate that it was built with: DJL keeps both to itself. */
    public TrainingListenerSettings withOptimizer(Optimizer usedOptimizer, ParameterTracker usedLearningRate) {
        return new TrainingListenerSettings(
                normsEverySteps, tensorsEverySteps, firstStep, usedOptimizer, usedLearningRate);
    }

    boolean takesNorms(long step) {
        return step % normsEverySteps == 0;
    }

    boolean takesTensors(long step) {
        return tensorsEverySteps > 0 && step % tensorsEverySteps == 0;
    }
}
