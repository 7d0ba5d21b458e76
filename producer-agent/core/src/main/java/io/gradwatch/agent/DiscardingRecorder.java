package io.gradwatch.agent;

import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.names.StepField;

/** Takes everything and keeps nothing: what a training loop gets when the queue is full or the run has ended. */
final class DiscardingRecorder implements StepRecorder {

    static final StepRecorder INSTANCE = new DiscardingRecorder();

    private DiscardingRecorder() {}

    @Override
    public StepRecorder number(StepField field, double value) {
        return this;
    }

    @Override
    public StepRecorder count(StepField field, long value) {
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
