package io.gradwatch.agent.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.util.Pair;
import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.listener.TensorMoments;
import io.gradwatch.schema.TensorKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters that are trained, and their gradients as they are between the backward pass and the step of the
 * trainer. On several devices the gradients are not seen, because DJL adds them up later, out of sight.
 */
final class TrainedParameters {

    /** A parameter with its name within the model. */
    private record Named(String name, NDArray array) {}

    private final List<Named> parameters = new ArrayList<>();
    private final boolean oneDevice;

    TrainedParameters(Trainer trainer) {
        Device[] devices = trainer.getDevices();
        boolean here = devices.length == 1;
        for (Pair<String, Parameter> pair : trainer.getModel().getBlock().getParameters()) {
            Parameter parameter = pair.getValue();
            if (parameter.requiresGradient() && parameter.isInitialized()) {
                parameters.add(new Named(pair.getKey(), parameter.getArray()));
                here &= parameter.getArray().getDevice().equals(devices[0]);
            }
        }
        oneDevice = here;
    }

    /** Records both norms with one wait for the device. Arrays that are made end with the scope of the caller. */
    void recordNorms(StepRecorder recorder) {
        if (parameters.isEmpty()) {
            return;
        }
        NDList squares = new NDList();
        squares.add(squaredNorm(parameters.stream().map(Named::array).toList()));
        List<NDArray> gradients = gradients();
        if (!gradients.isEmpty()) {
            squares.add(squaredNorm(gradients));
        }
        float[] values = NDArrays.stack(squares).toFloatArray();
        recorder.parameterNorm(Math.sqrt(values[0]));
        if (values.length > 1) {
            recorder.gradientNorm(Math.sqrt(values[1]));
        }
    }

    private List<NDArray> gradients() {
        return oneDevice
                ? parameters.stream()
                        .map(Named::array)
                        .filter(NDArray::hasGradient)
                        .map(NDArray::getGradient)
                        .toList()
                : List.of();
    }

    private static NDArray squaredNorm(List<NDArray> tensors) {
        NDList squares = new NDList();
        for (NDArray tensor : tensors) {
            // Squares of half precision overflow at 256.
            squares.add(tensor.toType(DataType.FLOAT32, false).square().sum());
        }
        return NDArrays.stack(squares).sum();
    }

    void recordTensors(StepRecorder recorder, boolean histograms) {
        TensorMoments moments = new TensorMoments();
        for (Named parameter : parameters) {
            measure(moments, parameter.array(), histograms);
            moments.recordTo(recorder, parameter.name(), TensorKind.PARAMETER, 1);
            if (oneDevice && parameter.array().hasGradient()) {
                measure(moments, parameter.array().getGradient(), histograms);
                moments.recordTo(recorder, parameter.name(), TensorKind.GRADIENT, 1);
            }
        }
    }

    /** Copies a tensor to the host and measures it. */
    private static void measure(TensorMoments moments, NDArray tensor, boolean histogram) {
        float[] elements = tensor.toType(DataType.FLOAT32, false).toFloatArray();
        if (histogram) {
            moments.resetWithHistogram(1);
        } else {
            moments.reset();
        }
        for (int from = 0; from < elements.length; from += TensorMoments.BLOCK_ELEMENTS) {
            moments.add(elements, from, Math.min(TensorMoments.BLOCK_ELEMENTS, elements.length - from));
        }
    }
}
