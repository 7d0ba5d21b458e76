package io.gradwatch.agent;

import io.gradwatch.schema.TensorKind;

/** Takes everything and keeps nothing: what a training loop gets when the queue is full or the run has ended. */
final class DiscardingRecorder implements StepRecorder {

    static final StepRecorder INSTANCE = new DiscardingRecorder();

    private DiscardingRecorder() {}

    @Override
    public StepRecorder epoch(double epoch) {
        return this;
    }

    @Override
    public StepRecorder loss(double loss) {
        return this;
    }

    @Override
    public StepRecorder learningRate(double learningRate) {
        return this;
    }

    @Override
    public StepRecorder gradientNorm(double gradientNorm) {
        return this;
    }

    @Override
    public StepRecorder parameterNorm(double parameterNorm) {
        return this;
    }

    @Override
    public StepRecorder updateRatio(double updateRatio) {
        return this;
    }

    @Override
    public StepRecorder lossScale(double lossScale) {
        return this;
    }

    @Override
    public StepRecorder skippedByLossScaler(boolean skipped) {
        return this;
    }

    @Override
    public StepRecorder batchSize(int batchSize) {
        return this;
    }

    @Override
    public StepRecorder durationMillis(double durationMillis) {
        return this;
    }

    @Override
    public StepRecorder dataWaitMillis(double dataWaitMillis) {
        return this;
    }

    @Override
    public StepRecorder hostMemoryBytes(long hostMemoryBytes) {
        return this;
    }

    @Override
    public StepRecorder deviceMemoryBytes(long deviceMemoryBytes) {
        return this;
    }

    @Override
    public StepRecorder tokens(long tokens) {
        return this;
    }

    @Override
    public StepRecorder trainingMode(boolean training) {
        return this;
    }

    @Override
    public StepRecorder shapes(int[] output, int[] target) {
        return this;
    }

    @Override
    public StepRecorder lossElements(long elements) {
        return this;
    }

    @Override
    public StepRecorder labelCounts(long[] counts) {
        return this;
    }

    @Override
    public StepRecorder predictionCounts(long[] counts) {
        return this;
    }

    @Override
    public StepRecorder metric(String name, double value) {
        return this;
    }

    @Override
    public StepRecorder tensor(
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
            long saturatedCount) {
        return this;
    }

    @Override
    public StepRecorder handOver() {
        return this;
    }

    @Override
    public void publish() {}
}
