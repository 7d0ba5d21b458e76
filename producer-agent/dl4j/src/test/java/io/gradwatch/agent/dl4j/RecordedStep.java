package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.names.StepField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what a listener records of one step. */
class RecordedStep implements StepRecorder {
    record Tensor(
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
            long zeroCount) {}

    final long number;
    final Map<String, Double> values = new HashMap<>();
    final List<Tensor> tensors = new ArrayList<>();
    int[] targetShape;
    private final List<RecordedStep> published;

    RecordedStep(long number, List<RecordedStep> published) {
        this.number = number;
        this.published = published;
    }

    /** The value of a name, null if it was not recorded. */
    Double value(String name) {
        return values.get(name);
    }

    Tensor tensor(String layer, TensorKind kind) {
        return tensors.stream()
                .filter(tensor -> tensor.layer().equals(layer) && tensor.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " of " + layer + " in " + tensors));
    }

    private RecordedStep put(String name, double value) {
        values.put(name, value);
        return this;
    }

    @Override
    public StepRecorder number(StepField field, double value) {
        return put(field.field(), value);
    }

    @Override
    public StepRecorder count(StepField field, long value) {
        return put(field.field(), value);
    }

    @Override
    public StepRecorder shapes(int[] output, int[] target) {
        targetShape = target.clone();
        return this;
    }

    @Override
    public StepRecorder lossElements(long elements) {
        return put("lossElements", elements);
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
        return put(name, value);
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
        tensors.add(new Tensor(
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
                zeroCount));
        return this;
    }

    @Override
    public StepRecorder handOver() {
        return this;
    }

    @Override
    public void publish() {
        published.add(this);
    }
}
