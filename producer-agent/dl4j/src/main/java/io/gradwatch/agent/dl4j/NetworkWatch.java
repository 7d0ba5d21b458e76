package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.dl4j.network.Network;
import io.gradwatch.agent.dl4j.network.ParameterLayout;
import io.gradwatch.agent.dl4j.tensor.TrainedNorm;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.agent.listener.GuardedPart;
import io.gradwatch.schema.TensorKind;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.memory.AllocationsTracker;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Watches one network, step by step, on its training thread: activations at the end of the forward pass, gradients and
 * parameters when the gradient is known, the update when the step is done. Everything is read where it lies before DL4J
 * overwrites it: norms at once, tensors by copies that the statistics thread measures.
 */
final class NetworkWatch {
    private static final long MEMORY_INTERVAL_NANOS = 1_000_000_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NOT_MEASURED = -1;
    /** Each of two sets of copied tensors may take a sixteenth of the heap. */
    private static final long ROOM_BYTES =
            Math.min(1L << 32, Runtime.getRuntime().maxMemory() / 16);

    private final Network network;
    private final LongFunction<StepRecorder> steps;
    private final ListenerSettings settings;
    private final Guard guard;
    private final List<String> layerNames;
    private final ParameterLayout layout;
    private final TrainedNorm trainedNorm;
    private final TrainedNorm trainedParameterNorm;
    private final StatisticsThread statistics;

    private StepRecorder recorder;
    /** Null where the step takes no tensors, or goes without. */
    private StepTensors tensors;

    private long step;
    private int[] targetShape = new int[0];
    private double parameterNorm;
    private boolean insideIterator;
    private long stepDoneNanos;
    private boolean stepDone;
    private long memoryNanos;
    private boolean memoryTaken;

    NetworkWatch(
            Network network,
            LongFunction<StepRecorder> steps,
            ListenerSettings settings,
            Guard guard,
            StatisticsThread statistics) {
        this.network = network;
        this.steps = steps;
        this.settings = settings;
        this.guard = guard;
        this.layerNames =
                network.layers().stream().map(Network.NetworkLayer::name).toList();
        this.layout = ParameterLayout.of(network);
        this.trainedNorm = new TrainedNorm(layout);
        this.trainedParameterNorm = new TrainedNorm(layout);
        this.statistics = statistics;
    }

    /** {@code fit} runs through an iterator from now on, or no more: only then DL4J measures the waiting for data. */
    void insideIterator(boolean inside) {
        insideIterator = inside;
    }

    /** The activations of a network of layers: its input, then every layer but the output layer. */
    void forward(List<INDArray> activations) {
        begin();
        if (takesActivations()) {
            guard.run(GuardedPart.ACTIVATIONS, () -> {
                record(network.inputs().get(0), TensorKind.INPUT, activations.get(0));
                for (int i = 1; i < activations.size(); i++) {
                    record(layerNames.get(i - 1), TensorKind.ACTIVATION, activations.get(i));
                }
            });
        }
    }

    /** The activations of a graph: its inputs and every vertex but the output layers. */
    void forward(Map<String, INDArray> activations) {
        begin();
        if (takesActivations()) {
            guard.run(
                    GuardedPart.ACTIVATIONS,
                    () -> activations.forEach((name, activation) -> record(
                            name,
                            network.inputs().contains(name) ? TensorKind.INPUT : TensorKind.ACTIVATION,
                            activation)));
        }
    }

    private void begin() {
        guard.run(GuardedPart.STEP, () -> {
            step = network.iteration();
            recorder = steps.apply(step);
            parameterNorm = NOT_MEASURED;
            if (!settings.takesTensors(step)) {
                tensors = null;
            } else if (tensors == null) {
                tensors = statistics.take(
                        () -> new StepTensors(layout, guard, ROOM_BYTES), settings.takesHistograms(step));
            } else {
                // Of a step that was never done: an exception came between, most likely.
                tensors.begin(settings.takesHistograms(step));
            }
        });
    }

    private boolean takesActivations() {
        return recorder != null && tensors != null && settings.activations();
    }

    private void record(String layer, TensorKind kind, INDArray tensor) {
        tensors.add(layer, kind, tensor, recorder);
    }

    /** The gradient is known: the sum over the minibatch, before clipping, regularization and the updater. */
    void gradient(Model model) {
        if (recorder == null) {
            return;
        }
        guard.run(GuardedPart.GRADIENT, () -> {
            int batchSize = model.batchSize();
            double divisor = Math.max(1, batchSize);
            INDArray gradients = network.gradients();
            // DL4J computes a gradient in training mode only.
            recorder.batchSize(batchSize).trainingMode(true);
            recordTargetShape(network.labels());
            if (tensors != null) {
                tensors.addFlat(gradients, TensorKind.GRADIENT, divisor, recorder);
            } else {
                recorder.gradientNorm(trainedNorm.of(gradients) / divisor);
            }
        });
        if (settings.takesNorms(step)) {
            guard.run(GuardedPart.PARAMETERS, () -> {
                INDArray parameters = network.parameters();
                if (tensors != null) {
                    tensors.addFlat(parameters, TensorKind.PARAMETER, 1, recorder);
                } else {
                    double norm = trainedParameterNorm.of(parameters);
                    recorder.parameterNorm(norm);
                    parameterNorm = norm;
                }
            });
        }
    }

    private void recordTargetShape(INDArray labels) {
        if (labels == null) {
            return;
        }
        if (targetShape.length != labels.rank()) {
            targetShape = new int[labels.rank()];
        }
        for (int axis = 0; axis < targetShape.length; axis++) {
            targetShape[axis] = Math.toIntExact(labels.size(axis));
        }
        recorder.shapes(null, targetShape);
    }

    /** The step is done: the update lies where the gradient lay, and the parameters have moved by it. */
    void done(Model model, int iteration, int epoch) {
        if (recorder == null) {
            return;
        }
        if (settings.takesNorms(step)) {
            guard.run(GuardedPart.UPDATE, this::recordUpdate);
        }
        guard.run(GuardedPart.LEARNING_RATE, () -> recordLearningRate(iteration, epoch));
        guard.run(GuardedPart.MEMORY, this::recordMemory);
        guard.run(GuardedPart.STEP, () -> {
            recorder.epoch(epoch).loss(model.score());
            recordTimes();
            StepTensors taken = tensors;
            tensors = null;
            if (taken == null) {
                recorder.publish();
            } else {
                statistics.measure(taken, recorder.handOver());
            }
        });
        recorder = null;
    }

    private void recordUpdate() {
        if (!network.updatesReplaceGradients()) {
            return;
        }
        INDArray update = network.gradients();
        if (tensors != null) {
            tensors.addFlat(update, TensorKind.UPDATE, 1, recorder);
        } else if (parameterNorm != 0 && parameterNorm != NOT_MEASURED) {
            recorder.updateRatio(trainedNorm.of(update) / parameterNorm);
        }
    }

    private void recordLearningRate(int iteration, int epoch) {
        for (ParameterLayout.Segment segment : layout.segments()) {
            IUpdater updater = segment.updater();
            if (segment.trained() && updater.hasLearningRate()) {
                recorder.learningRate(updater.getLearningRate(iteration, epoch));
                return;
            }
        }
    }

    private void recordTimes() {
        long now = System.nanoTime();
        if (stepDone) {
            recorder.durationMillis((now - stepDoneNanos) / NANOS_PER_MILLI);
        }
        stepDoneNanos = now;
        stepDone = true;
        if (insideIterator) {
            recorder.dataWaitMillis((double) network.dataWaitMillis());
        }
    }

    private void recordMemory() {
        long now = System.nanoTime();
        if (memoryTaken && now - memoryNanos < MEMORY_INTERVAL_NANOS) {
            return;
        }
        memoryNanos = now;
        memoryTaken = true;
        recorder.hostMemoryBytes(Pointer.physicalBytes());
        if (Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.CUDA) {
            int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
            recorder.deviceMemoryBytes(AllocationsTracker.getInstance().bytesOnDevice(device));
        }
    }
}
