package io.gradwatch.agent;

import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import io.gradwatch.schema.names.StepField;

/**
 * Values of one optimizer step, gathered one by one and sent by {@link #publish}. NaN and infinities are values like
 * others; what is not set was not measured.
 *
 * <p>A recorder belongs to the thread that got it from {@link TrainingRun#step} until that thread publishes it or asks
 * for the next one, which discards it; it must not be used after that. With {@link #handOver} it passes to another
 * thread. No call blocks, throws, or allocates (a step with more metrics, tensors or classes than any before it makes
 * room once).
 */
public interface StepRecorder {

    /**
     * Value of any field; the calls that are named like the fields are the same. One that the field cannot hold, such
     * as NaN of a count, is left out.
     */
    StepRecorder number(StepField field, double value);

    /**
     * Whole number of any field, exact where the field holds counts; a flag is 0 for false and 1 for true. One that is
     * too large for the field is left out.
     */
    StepRecorder count(StepField field, long value);

    /** Passes over the training data, fractions allowed. */
    default StepRecorder epoch(double epoch) {
        return number(StepField.EPOCH, epoch);
    }

    /** Loss of the minibatch as the job computes it, before any smoothing. */
    default StepRecorder loss(double loss) {
        return number(StepField.LOSS, loss);
    }

    /** Learning rate of this step. */
    default StepRecorder learningRate(double learningRate) {
        return number(StepField.LEARNING_RATE, learningRate);
    }

    /** Global L2 norm of the gradient of the mean loss, before clipping. */
    default StepRecorder gradientNorm(double gradientNorm) {
        return number(StepField.GRADIENT_NORM, gradientNorm);
    }

    /** Global L2 norm of the trainable parameters. */
    default StepRecorder parameterNorm(double parameterNorm) {
        return number(StepField.PARAMETER_NORM, parameterNorm);
    }

    /** L2 norm of the update over L2 norm of the parameters. */
    default StepRecorder updateRatio(double updateRatio) {
        return number(StepField.UPDATE_RATIO, updateRatio);
    }

    /** Factor of a loss scaler for reduced precision. */
    default StepRecorder lossScale(double lossScale) {
        return number(StepField.LOSS_SCALE, lossScale);
    }

    /** True when a loss scaler found an overflow and did not apply the step. */
    default StepRecorder skippedByLossScaler(boolean skipped) {
        return count(StepField.SKIPPED_BY_LOSS_SCALER, skipped ? 1 : 0);
    }

    /** Examples in the minibatch. */
    default StepRecorder batchSize(int batchSize) {
        return count(StepField.BATCH_SIZE, batchSize);
    }

    /** From the start of this step to the start of the next, milliseconds. */
    default StepRecorder durationMillis(double durationMillis) {
        return number(StepField.DURATION_MILLIS, durationMillis);
    }

    /** Part of the duration that was spent waiting for data, milliseconds. */
    default StepRecorder dataWaitMillis(double dataWaitMillis) {
        return number(StepField.DATA_WAIT_MILLIS, dataWaitMillis);
    }

    /** Memory of the process on the host, bytes. */
    default StepRecorder hostMemoryBytes(long hostMemoryBytes) {
        return count(StepField.HOST_MEMORY_BYTES, hostMemoryBytes);
    }

    /** Memory in use on the accelerator, bytes. */
    default StepRecorder deviceMemoryBytes(long deviceMemoryBytes) {
        return count(StepField.DEVICE_MEMORY_BYTES, deviceMemoryBytes);
    }

    /** Tokens seen since the start of training. */
    default StepRecorder tokens(long tokens) {
        return count(StepField.TOKENS, tokens);
    }

    /** True where the network was in training mode, so that dropout and batch normalization were active. */
    default StepRecorder trainingMode(boolean training) {
        return count(StepField.TRAINING_MODE, training ? 1 : 0);
    }

    /**
     * Shapes of the network's output and of its target where the loss is taken, the batch first. They are copied. A
     * shape of no or of more than 8 dimensions counts as not seen, as null does.
     */
    StepRecorder shapes(int[] output, int[] target);

    /** Elements over which the loss was taken, before it was reduced to one number. */
    StepRecorder lossElements(long elements);

    /**
     * Examples of each class by their label, in order of the classes.
     *
     * @param counts copied; null, none or more than 4,096 classes count as not seen
     */
    StepRecorder labelCounts(long[] counts);

    /**
     * Examples of each class by what the network predicts, in order of the classes.
     *
     * @param counts copied; null, none or more than 4,096 classes count as not seen
     */
    StepRecorder predictionCounts(long[] counts);

    /**
     * A further value of the training data, such as accuracy (0 to 1).
     *
     * @param name at most 256 characters; of two values of one name the later one counts
     */
    StepRecorder metric(String name, double value);

    /** Statistics of one tensor of which no saturated elements were counted, see the longer call of this name. */
    default StepRecorder tensor(
            String layer,
            TensorKind kind,
            long elements,
            double minimum,
            double maximum,
            double mean,
            double standardDeviation,
            double l2Norm,
            long nanCount,
            long infinityCount,
            long zeroCount) {
        return tensor(
                layer,
                kind,
                elements,
                minimum,
                maximum,
                mean,
                standardDeviation,
                l2Norm,
                nanCount,
                infinityCount,
                zeroCount,
                -1);
    }

    /**
     * Statistics of one tensor, taken in one pass. Minimum to L2 norm are over its finite elements, NaN where it has
     * none.
     *
     * @param layer name of the layer, with the parameter where a layer has several, as the framework prints it
     * @param kind what the tensor is to the layer
     * @param elements all elements, 0 or more
     * @param standardDeviation of the population
     * @param saturatedCount activations so far in the flat part of their function that hardly any gradient passes;
     *     negative if not counted
     */
    StepRecorder tensor(
            String layer,
            TensorKind kind,
            long elements,
            double minimum,
            double maximum,
            double mean,
            double standardDeviation,
            double l2Norm,
            long nanCount,
            long infinityCount,
            long zeroCount,
            long saturatedCount);

    /**
     * The histogram of the tensor whose statistics were told last. It is copied; null tells none, as do statistics for
     * which there was no room.
     */
    StepRecorder histogram(MagnitudeHistogram histogram);

    /**
     * Takes the step's place among what is published, now, and leaves the rest to another thread: that one goes on with
     * the recorder returned, and must {@link #publish} it soon, because what is published later waits for it. The
     * calling thread may go on to its next step.
     */
    StepRecorder handOver();

    /** Hands the step to the agent. It is sent in the order in which steps are published. */
    void publish();
}
