package io.gradwatch.agent;

import io.gradwatch.agent.step.BatchRow;
import io.gradwatch.agent.step.MemoryBudget;
import io.gradwatch.agent.step.MetricRow;
import io.gradwatch.agent.step.TensorRows;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;

/**
 * One preallocated step record. A training thread owns it from {@link StepSlots#claim} to {@link #publish}, or to
 * {@link #handOver}, from where on another thread does while it waits in the queue; the queue owns it until the agent's
 * thread takes it, the agent's thread until it gives it back.
 */
final class StepSlot implements StepRecorder {

    // Places in values, which holds counts, and numbers as their bits; and bits of present.
    private static final int EPOCH = 0;
    private static final int LOSS = 1;
    private static final int LEARNING_RATE = 2;
    private static final int GRADIENT_NORM = 3;
    private static final int PARAMETER_NORM = 4;
    private static final int UPDATE_RATIO = 5;
    private static final int LOSS_SCALE = 6;
    private static final int DURATION = 7;
    private static final int DATA_WAIT = 8;
    private static final int BATCH_SIZE = 9;
    private static final int HOST_MEMORY = 10;
    private static final int DEVICE_MEMORY = 11;
    private static final int TOKENS = 12;
    private static final int TRAINING_MODE = 13;
    private static final int SKIPPED_BY_LOSS_SCALER = 14;
    private static final int VALUES = 15;

    final int index;
    private final StepSlots slots;
    private final TensorRows tensors;
    private final MetricRow metrics;
    private final BatchRow batch;

    /** Of the thread that fills this slot; null when none does. */
    StepSlots.OpenSlot filledBy;

    /** False where the slot has its place in the queue but a thread still fills it. */
    volatile boolean complete;

    private int present;
    private final long[] values = new long[VALUES];

    private long step;
    private long timestampMillis;

    StepSlot(int index, StepSlots slots, MemoryBudget budget) {
        this.index = index;
        this.slots = slots;
        this.tensors = new TensorRows(budget);
        this.metrics = new MetricRow(budget);
        this.batch = new BatchRow(budget);
    }

    /** Forgets what it held and begins the given step. */
    StepSlot begin(long newStep) {
        step = newStep;
        present = 0;
        tensors.clear();
        metrics.clear();
        batch.clear();
        return this;
    }

    /** Gives large tables back, on the agent's thread. */
    void shrink() {
        tensors.shrink();
        metrics.shrink();
        batch.shrink();
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
        record.setEpoch(numberOrNull(EPOCH));
        record.setLoss(numberOrNull(LOSS));
        record.setLearningRate(numberOrNull(LEARNING_RATE));
        record.setGradientNorm(numberOrNull(GRADIENT_NORM));
        record.setParameterNorm(numberOrNull(PARAMETER_NORM));
        record.setUpdateRatio(numberOrNull(UPDATE_RATIO));
        record.setLossScale(numberOrNull(LOSS_SCALE));
        record.setSkippedByLossScaler(has(SKIPPED_BY_LOSS_SCALER) && values[SKIPPED_BY_LOSS_SCALER] != 0);
        record.setBatchSize(has(BATCH_SIZE) ? (Integer) (int) values[BATCH_SIZE] : null);
        record.setDurationMillis(numberOrNull(DURATION));
        record.setDataWaitMillis(numberOrNull(DATA_WAIT));
        record.setHostMemoryBytes(countOrNull(HOST_MEMORY));
        record.setDeviceMemoryBytes(countOrNull(DEVICE_MEMORY));
        record.setTokens(countOrNull(TOKENS));
        record.setTrainingMode(has(TRAINING_MODE) ? (Boolean) (values[TRAINING_MODE] != 0) : null);
        record.setBatch(batch.toRecord());
        record.setMetrics(metrics.toMap());
        record.setTensors(tensors.toRecords());
        return record;
    }

    @Override
    public StepRecorder epoch(double value) {
        return number(EPOCH, value);
    }

    @Override
    public StepRecorder loss(double value) {
        return number(LOSS, value);
    }

    @Override
    public StepRecorder learningRate(double value) {
        return number(LEARNING_RATE, value);
    }

    @Override
    public StepRecorder gradientNorm(double value) {
        return number(GRADIENT_NORM, value);
    }

    @Override
    public StepRecorder parameterNorm(double value) {
        return number(PARAMETER_NORM, value);
    }

    @Override
    public StepRecorder updateRatio(double value) {
        return number(UPDATE_RATIO, value);
    }

    @Override
    public StepRecorder lossScale(double value) {
        return number(LOSS_SCALE, value);
    }

    @Override
    public StepRecorder skippedByLossScaler(boolean value) {
        return count(SKIPPED_BY_LOSS_SCALER, value ? 1 : 0);
    }

    @Override
    public StepRecorder batchSize(int value) {
        return count(BATCH_SIZE, value);
    }

    @Override
    public StepRecorder durationMillis(double value) {
        return number(DURATION, value);
    }

    @Override
    public StepRecorder dataWaitMillis(double value) {
        return number(DATA_WAIT, value);
    }

    @Override
    public StepRecorder hostMemoryBytes(long value) {
        return count(HOST_MEMORY, value);
    }

    @Override
    public StepRecorder deviceMemoryBytes(long value) {
        return count(DEVICE_MEMORY, value);
    }

    @Override
    public StepRecorder tokens(long value) {
        return count(TOKENS, value);
    }

    @Override
    public StepRecorder trainingMode(boolean value) {
        return count(TRAINING_MODE, value ? 1 : 0);
    }

    @Override
    public StepRecorder shapes(int[] output, int[] target) {
        if (filledBy != null) {
            batch.shapes(output, target);
        }
        return this;
    }

    @Override
    public StepRecorder lossElements(long value) {
        if (filledBy != null) {
            batch.lossElements(value);
        }
        return this;
    }

    @Override
    public StepRecorder labelCounts(long[] counts) {
        if (filledBy != null) {
            batch.labelCounts(counts);
        }
        return this;
    }

    @Override
    public StepRecorder predictionCounts(long[] counts) {
        if (filledBy != null) {
            batch.predictionCounts(counts);
        }
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
            long zeroCount,
            long saturatedCount) {
        if (filledBy != null && tensors.begin(layer, kind)) {
            tensors.values(minimum, maximum, mean, standardDeviation, l2Norm);
            tensors.counts(elements, nanCount, infinityCount, zeroCount, saturatedCount);
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
        return slots.publish(this) ? this : slots.discarding();
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

    private StepRecorder number(int place, double value) {
        return count(place, Double.doubleToRawLongBits(value));
    }

    private StepRecorder count(int place, long value) {
        values[place] = value;
        present |= 1 << place;
        return this;
    }

    private boolean has(int place) {
        return (present & 1 << place) != 0;
    }

    private Double numberOrNull(int place) {
        return has(place) ? (Double) Double.longBitsToDouble(values[place]) : null;
    }

    private Long countOrNull(int place) {
        return has(place) ? (Long) values[place] : null;
    }
}
