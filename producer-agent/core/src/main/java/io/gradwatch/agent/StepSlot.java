package io.gradwatch.agent;

import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import java.util.HashMap;
import java.util.Map;

/**
 * One preallocated step record. A training thread owns it from {@link StepSlots#claim} to {@link #publish}, or to
 * {@link #handOver}, from where on another thread does while it waits in the queue; the queue owns it until the agent's
 * thread takes it, the agent's thread until it gives it back.
 */
final class StepSlot implements StepRecorder {

    private static final int EPOCH = 1;
    private static final int LOSS = 1 << 1;
    private static final int LEARNING_RATE = 1 << 2;
    private static final int GRADIENT_NORM = 1 << 3;
    private static final int PARAMETER_NORM = 1 << 4;
    private static final int UPDATE_RATIO = 1 << 5;
    private static final int LOSS_SCALE = 1 << 6;
    private static final int BATCH_SIZE = 1 << 7;
    private static final int DURATION = 1 << 8;
    private static final int DATA_WAIT = 1 << 9;
    private static final int HOST_MEMORY = 1 << 10;
    private static final int DEVICE_MEMORY = 1 << 11;

    final int index;
    private final StepSlots slots;
    private final TensorRows tensors;
    private final MetricRow metrics;

    /** Of the thread that fills this slot; null when none does. */
    StepSlots.OpenSlot filledBy;

    /** False where the slot has its place in the queue but a thread still fills it. */
    volatile boolean complete;

    private int present;
    private long step;
    private long timestampMillis;
    private double epoch;
    private double loss;
    private double learningRate;
    private double gradientNorm;
    private double parameterNorm;
    private double updateRatio;
    private double lossScale;
    private boolean skippedByLossScaler;
    private int batchSize;
    private double durationMillis;
    private double dataWaitMillis;
    private long hostMemoryBytes;
    private long deviceMemoryBytes;

    StepSlot(int index, StepSlots slots, MemoryBudget budget) {
        this.index = index;
        this.slots = slots;
        this.tensors = new TensorRows(budget);
        this.metrics = new MetricRow(budget);
    }

    /** Forgets what it held and begins the given step. */
    StepSlot begin(long newStep) {
        step = newStep;
        present = 0;
        skippedByLossScaler = false;
        tensors.clear();
        metrics.clear();
        return this;
    }

    /** Gives large tables back, on the agent's thread. */
    void shrink() {
        tensors.shrink();
        metrics.shrink();
    }

    long step() {
        return step;
    }

    long timestampMillis() {
        return timestampMillis;
    }

    /** The step as it is sent; allocates, on the agent's thread. */
    Step toRecord() {
        Step record = new Step();
        record.setStep(step);
        record.setEpoch(orNull(EPOCH, epoch));
        record.setLoss(orNull(LOSS, loss));
        record.setLearningRate(orNull(LEARNING_RATE, learningRate));
        record.setGradientNorm(orNull(GRADIENT_NORM, gradientNorm));
        record.setParameterNorm(orNull(PARAMETER_NORM, parameterNorm));
        record.setUpdateRatio(orNull(UPDATE_RATIO, updateRatio));
        record.setLossScale(orNull(LOSS_SCALE, lossScale));
        record.setSkippedByLossScaler(skippedByLossScaler);
        record.setBatchSize(has(BATCH_SIZE) ? (Integer) batchSize : null);
        record.setDurationMillis(orNull(DURATION, durationMillis));
        record.setDataWaitMillis(orNull(DATA_WAIT, dataWaitMillis));
        record.setHostMemoryBytes(has(HOST_MEMORY) ? (Long) hostMemoryBytes : null);
        record.setDeviceMemoryBytes(has(DEVICE_MEMORY) ? (Long) deviceMemoryBytes : null);
        Map<String, Double> values = new HashMap<>();
        metrics.copyTo(values);
        record.setMetrics(values);
        record.setTensors(tensors.toRecords());
        return record;
    }

    @Override
    public StepRecorder epoch(double value) {
        epoch = value;
        present |= EPOCH;
        return this;
    }

    @Override
    public StepRecorder loss(double value) {
        loss = value;
        present |= LOSS;
        return this;
    }

    @Override
    public StepRecorder learningRate(double value) {
        learningRate = value;
        present |= LEARNING_RATE;
        return this;
    }

    @Override
    public StepRecorder gradientNorm(double value) {
        gradientNorm = value;
        present |= GRADIENT_NORM;
        return this;
    }

    @Override
    public StepRecorder parameterNorm(double value) {
        parameterNorm = value;
        present |= PARAMETER_NORM;
        return this;
    }

    @Override
    public StepRecorder updateRatio(double value) {
        updateRatio = value;
        present |= UPDATE_RATIO;
        return this;
    }

    @Override
    public StepRecorder lossScale(double value) {
        lossScale = value;
        present |= LOSS_SCALE;
        return this;
    }

    @Override
    public StepRecorder skippedByLossScaler(boolean value) {
        skippedByLossScaler = value;
        return this;
    }

    @Override
    public StepRecorder batchSize(int value) {
        batchSize = value;
        present |= BATCH_SIZE;
        return this;
    }

    @Override
    public StepRecorder durationMillis(double value) {
        durationMillis = value;
        present |= DURATION;
        return this;
    }

    @Override
    public StepRecorder dataWaitMillis(double value) {
        dataWaitMillis = value;
        present |= DATA_WAIT;
        return this;
    }

    @Override
    public StepRecorder hostMemoryBytes(long value) {
        hostMemoryBytes = value;
        present |= HOST_MEMORY;
        return this;
    }

    @Override
    public StepRecorder deviceMemoryBytes(long value) {
        deviceMemoryBytes = value;
        present |= DEVICE_MEMORY;
        return this;
    }

    @Override
    public StepRecorder metric(String name, double value) {
        if (filledBy != null) {
            metrics.add(name, value);
        }
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
            long zeroCount) {
        if (filledBy != null && tensors.begin(layer, kind)) {
            tensors.values(minimum, maximum, mean, standardDeviation, l2Norm);
            tensors.counts(elements, nanCount, infinityCount, zeroCount);
        }
        return this;
    }

    @Override
    public StepRecorder handOver() {
        StepSlots.OpenSlot filler = filledBy;
        if (filler == null || filler == StepSlots.HANDED_OVER) {
            return this;
        }
        filler.slot = null;
        filledBy = StepSlots.HANDED_OVER;
        complete = false;
        timestampMillis = System.currentTimeMillis();
        return slots.publish(this) ? this : DiscardingRecorder.INSTANCE;
    }

    @Override
    public void publish() {
        StepSlots.OpenSlot filler = filledBy;
        if (filler == null) {
            return;
        }
        filledBy = null;
        if (filler == StepSlots.HANDED_OVER) {
            complete = true;
        } else {
            filler.slot = null;
            complete = true;
            timestampMillis = System.currentTimeMillis();
            slots.publish(this);
        }
    }

    private boolean has(int bit) {
        return (present & bit) != 0;
    }

    private Double orNull(int bit, double value) {
        return has(bit) ? (Double) value : null;
    }
}
