package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.dl4j.network.ParameterLayout;
import io.gradwatch.agent.dl4j.tensor.ElementCopy;
import io.gradwatch.agent.dl4j.tensor.Elements;
import io.gradwatch.agent.dl4j.tensor.HostElements;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.agent.listener.GuardedPart;
import io.gradwatch.agent.listener.TensorMoments;
import io.gradwatch.schema.TensorKind;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of one step. The training thread adds each array while it is what it is, which copies it; the statistics
 * thread measures the copies. What does not fit into the memory set aside is measured at once, where it lies.
 *
 * <p>Used by one thread at a time. The memory is kept from step to step.
 */
final class StepTensors {
    private static final double NOT_MEASURED = -1;

    /** A part of an array that has a name. */
    private record Tensor(String name, long from, long count, boolean trained) {}

    /** An array that is to be measured; each element counts as itself divided by the divisor. */
    private record Copied(TensorKind kind, List<Tensor> tensors, double divisor, ElementCopy copy) {}

    private final List<Tensor> all;
    private final List<Tensor> trained;
    private final Guard guard;
    private final long roomBytes;
    private final TensorMoments moments = new TensorMoments();
    private final List<ElementCopy> copies = new ArrayList<>();
    private final List<Copied> copied = new ArrayList<>();
    private boolean histograms;
    private long copiedBytes;
    private double parameterNorm;
    private double updateNorm;

    /** @param roomBytes that the copies may take, at most 8 GiB */
    StepTensors(ParameterLayout layout, Guard guard, long roomBytes) {
        this.all = layout.segments().stream()
                .map(segment -> new Tensor(segment.name(), segment.from(), segment.count(), segment.trained()))
                .toList();
        this.trained = all.stream().filter(Tensor::trained).toList();
        this.guard = guard;
        this.roomBytes = roomBytes;
    }

    /** Forgets the tensors of the step before, and takes histograms of the next ones or none. */
    StepTensors begin(boolean withHistograms) {
        histograms = withHistograms;
        copied.clear();
        copiedBytes = 0;
        parameterNorm = NOT_MEASURED;
        updateNorm = NOT_MEASURED;
        return this;
    }

    /** Adds an array that is one tensor; null adds nothing. */
    void add(String name, TensorKind kind, INDArray array, StepRecorder step) {
        if (array != null) {
            add(array, kind, List.of(new Tensor(name, 0, array.length(), false)), 1, step);
        }
    }

    /**
     * Adds the flat array of all parameters, gradients or updates.
     *
     * @param divisor every element counts as itself divided by this, more than 0
     */
    void addFlat(INDArray flat, TensorKind kind, double divisor, StepRecorder step) {
        add(flat, kind, kind == TensorKind.PARAMETER ? all : trained, divisor, step);
    }

    private void add(INDArray array, TensorKind kind, List<Tensor> tensors, double divisor, StepRecorder step) {
        long bytes = ElementCopy.bytes(array);
        if (bytes > roomBytes - copiedBytes) {
            record(HostElements.of(array), kind, tensors, divisor, step);
            return;
        }
        if (copies.size() == copied.size()) {
            copies.add(new ElementCopy());
        }
        ElementCopy copy = copies.get(copied.size());
        copy.take(array);
        copiedBytes += bytes;
        copied.add(new Copied(kind, tensors, divisor, copy));
    }

    /** Measures what was copied, and records it. */
    void measure(StepRecorder step) {
        for (Copied one : copied) {
            guard.run(part(one.kind), () -> record(one.copy, one.kind, one.tensors, one.divisor, step));
        }
        if (parameterNorm != NOT_MEASURED && updateNorm != NOT_MEASURED && parameterNorm != 0) {
            guard.run(GuardedPart.UPDATE, () -> step.updateRatio(updateNorm / parameterNorm));
        }
    }

    private static GuardedPart part(TensorKind kind) {
        return switch (kind) {
            case PARAMETER -> GuardedPart.PARAMETERS;
            case GRADIENT -> GuardedPart.GRADIENT;
            case UPDATE -> GuardedPart.UPDATE;
            default -> GuardedPart.ACTIVATIONS;
        };
    }

    private void record(Elements elements, TensorKind kind, List<Tensor> tensors, double divisor, StepRecorder step) {
        double norm = 0;
        for (Tensor tensor : tensors) {
            if (histograms) {
                moments.resetWithHistogram(divisor);
            } else {
                moments.reset();
            }
            elements.addTo(moments, tensor.from(), tensor.count());
            moments.recordTo(step, tensor.name(), kind, divisor);
            if (tensor.trained()) {
                norm = combined(norm, moments.strictL2Norm());
            }
        }
        switch (kind) {
            case GRADIENT -> step.gradientNorm(norm / divisor);
            case UPDATE -> updateNorm = norm;
            case PARAMETER -> {
                step.parameterNorm(norm);
                parameterNorm = norm;
            }
            default -> {}
        }
    }

    /** Math.hypot says infinity of a NaN and an infinity; a NaN is the graver news. */
    private static double combined(double one, double other) {
        return Double.isNaN(one) || Double.isNaN(other) ? Double.NaN : Math.hypot(one, other);
    }
}
