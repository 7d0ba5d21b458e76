package io.gradwatch.agent.dl4j;

/**
 * Settings of a {@link GradwatchListener}. Loss, learning rate, gradient norm and times are taken at every step.
 *
 * @param tensorsEverySteps statistics of every tensor are taken at every this many steps; 0 never takes them
 * @param normsEverySteps parameter norm and update ratio are taken at every this many steps, and wherever tensors are;
 *     0 never takes them otherwise
 * @param histogramsEverySteps histograms of every tensor are taken with their statistics, at the steps of these that
 *     are multiples of this; 0 never takes them
 * @param activations whether the tensors include the input and the activations of the hidden layers
 */
public record ListenerSettings(
        int tensorsEverySteps, int normsEverySteps, int histogramsEverySteps, boolean activations) {
    /** Refuses negative intervals. */
    public ListenerSettings {
        requireNotNegative("tensorsEverySteps", tensorsEverySteps);
        requireNotNegative("normsEverySteps", normsEverySteps);
        requireNotNegative("histogramsEverySteps", histogramsEverySteps);
    }

    /** Tensors with activations every 10 steps, their histograms every 100, norms at every step. */
    public static ListenerSettings defaults() {
        return new ListenerSettings(10, 1, 100, true);
    }

    /** These settings with another interval of the tensor statistics, in steps; 0 never takes them. */
    public ListenerSettings withTensorsEverySteps(int steps) {
        return new ListenerSettings(steps, normsEverySteps, histogramsEverySteps, activations);
    }

    /** These settings with another interval of parameter norm and update ratio, in steps; 0 never takes them. */
    public ListenerSettings withNormsEverySteps(int steps) {
        return new ListenerSettings(tensorsEverySteps, steps, histogramsEverySteps, activations);
    }

    /** These settings with another interval of the histograms, in steps; 0 never takes them. */
    public ListenerSettings withHistogramsEverySteps(int steps) {
        return new ListenerSettings(tensorsEverySteps, normsEverySteps, steps, activations);
    }

    /** These settings with or without activations. */
    public ListenerSettings withActivations(boolean taken) {
        return new ListenerSettings(tensorsEverySteps, normsEverySteps, histogramsEverySteps, taken);
    }

    boolean takesTensors(long step) {
        return tensorsEverySteps > 0 && step % tensorsEverySteps == 0;
    }

    boolean takesHistograms(long step) {
        return takesTensors(step) && histogramsEverySteps > 0 && step % histogramsEverySteps == 0;
    }

    boolean takesNorms(long step) {
        return takesTensors(step) || (normsEverySteps > 0 && step % normsEverySteps == 0);
    }

    private static void requireNotNegative(String name, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " was " + value + " but it must be 0 or more");
        }
    }
}
