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
 * @param histogramsEverySteps histograms of every gradient and parameter are taken with their statistics, at the steps
 *     of these that are multiples of this; 0 for never
 * @param firstStep number of the first step: 0, or what a job that resumes has done before
 * @param optimizer that trains, for its name; null if not told
 * @param learningRate that the optimizer follows; null if not told
 */
public record TrainingListenerSettings(
        long normsEverySteps,
        long tensorsEverySteps,
        long histogramsEverySteps,
        long firstStep,
        Optimizer optimizer,
        ParameterTracker learningRate) {

    private static final long TENSORS_EVERY = 100;

    /** Refuses impossible intervals. */
    public TrainingListenerSettings {
        if (normsEverySteps < 1 || tensorsEverySteps < 0 || histogramsEverySteps < 0 || firstStep < 0) {
            throw new IllegalArgumentException("normsEverySteps was " + normsEverySteps + ", tensorsEverySteps "
                    + tensorsEverySteps + ", histogramsEverySteps " + histogramsEverySteps + ", firstStep " + firstStep
                    + "; expected at least 1, and at least 0 of the others");
        }
    }

    /** Norms at every step, tensors with histograms at every 100th. */
    public static TrainingListenerSettings defaults() {
        return new TrainingListenerSettings(1, TENSORS_EVERY, TENSORS_EVERY, 0, null, null);
    }

    /** The same with another {@link #normsEverySteps}. */
    public TrainingListenerSettings withNormsEverySteps(long steps) {
        return new TrainingListenerSettings(
                steps, tensorsEverySteps, histogramsEverySteps, firstStep, optimizer, learningRate);
    }

    /** The same with another {@link #tensorsEverySteps}. */
    public TrainingListenerSettings withTensorsEverySteps(long steps) {
        return new TrainingListenerSettings(
                normsEverySteps, steps, histogramsEverySteps, firstStep, optimizer, learningRate);
    }

    /** The same with another {@link #histogramsEverySteps}. */
    public TrainingListenerSettings withHistogramsEverySteps(long steps) {
        return new TrainingListenerSettings(
                normsEverySteps, tensorsEverySteps, steps, firstStep, optimizer, learningRate);
    }

    /** The same with another {@link #firstStep}. */
    public TrainingListenerSettings withFirstStep(long step) {
        return new TrainingListenerSettings(
                normsEverySteps, tensorsEverySteps, histogramsEverySteps, step, optimizer, learningRate);
    }

    /** The same with the optimizer and the learning rate that it was built with: DJL keeps both to itself. */
    public TrainingListenerSettings withOptimizer(Optimizer usedOptimizer, ParameterTracker usedLearningRate) {
        return new TrainingListenerSettings(
                normsEverySteps, tensorsEverySteps, histogramsEverySteps, firstStep, usedOptimizer, usedLearningRate);
    }

    boolean takesNorms(long step) {
        return step % normsEverySteps == 0;
    }

    boolean takesTensors(long step) {
        return tensorsEverySteps > 0 && step % tensorsEverySteps == 0;
    }

    boolean takesHistograms(long step) {
        return histogramsEverySteps > 0 && step % histogramsEverySteps == 0;
    }
}
