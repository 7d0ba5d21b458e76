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

    // Places of the values, and of the bits that say that they are present.
    private static final int EPOCH = 0;
    private static final int LOSS = 1;
    private static final int LEARNING_RATE = 2;
    private static final int GRADIENT_NORM = 3;
    private static final int PARAMETER_NORM = 4;
    private static final int UPDATE_RATIO = 5;
    private static final int LOSS_SCALE = 6;
    private static final int DURATION = 7;
    private static final int DATA_WAIT = 8;
    private static final int NUMBERS = 9;
    private static final int BATCH_SIZE = 9;
    private static final int HOST_MEMORY = 10;
    private static final int DEVICE_MEMORY = 11;
    private static final int TOKENS = 12;
    private static final int TRAINING_MODE = 13;
    private static final int VALUES = 14;

    final int index;
    private final StepSlots slots;
    private final TensorRows tensors;
    private final MetricRow metrics;
    private final BatchRow batch;
    private final double[] numbers = new double[NUMBERS];
    private final long[] counts = new long[VALUES - NUMBERS];

    /** Of the thread that fills this slot; null when none does. */
    StepSlots.OpenSlot filledBy;

    /** False where the slot has its place in the queue but a thread still fills it. */
    volatile boolean complete;

    private int present;
    private long step;
    private long timestampMillis;
    private boolean skippedByLossScaler;

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
        skippedByLossScaler = false;
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
        record.setEpoch(orNull(EPOCH));
        record.setLoss(orNull(LOSS));
        record.setLearningRate(orNull(LEARNING_RATE));
        record.setGradientNorm(orNull(GRADIENT_NORM));
        record.setParameterNorm(orNull(PARAMETER_NORM));
        record.setUpdateRatio(orNull(UPDATE_RATIO));
        record.setLossScale(orNull(LOSS_SCALE));
        record.setSkippedByLossScaler(skippedByLossScaler);
        record.setBatchSize(has(BATCH_SIZE) ? (Integer) (int) count(BATCH_SIZE) : null);
        record.setDurationMillis(orNull(DURATION));
        record.setDataWaitMillis(orNull(DATA_WAIT));
        record.setHostMemoryBytes(countOrNull(HOST_MEMORY));
        record.setDeviceMemoryBytes(countOrNull(DEVICE_MEMORY));
        record.setTokens(countOrNull(TOKENS));
        record.setTrainingMode(has(TRAINING_MODE) ? (Boolean) (count(TRAINING_MODE) != 0) : null);
        record.setBatch(batch.toRecord());
        Map<String, Double> values = new HashMap<>();
        metrics.copyTo(values);
        record.setMetrics(values);
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
        skippedByLossScaler = value;
        return this;
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
    public StepRecorder trainingMode(boolean training) {
        return count(TRAINING_MODE, training ? 1 : 0);
    }

    @Override
    public StepRecorder lossElements(long elements) {
        batch.lossElements(elements);
        return this;
    }

    @Override
    public StepRecorder outputShape(long[] lengths) {
        if (filledBy != null) {
            batch.outputShape(lengths);
        }
        return this;
    }

    @Override
    public StepRecorder targetShape(long[] lengths) {
        if (filledBy != null) {
            batch.targetShape(lengths);
        }
        return this;
    }

    @Override
    public StepRecorder labelCounts(long[] examples) {
        if (filledBy != null) {
            batch.labelCounts(examples);
        }
        return this;
    }

    @Override
    public StepRecorder predictionCounts(long[] examples) {
        if (filledBy != null) {
            batch.predictionCounts(examples);
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

    private StepRecorder number(int place, double value) {
        numbers[place] = value;
        present |= 1 << place;
        return this;
    }

    private StepRecorder count(int place, long value) {
        counts[place - NUMBERS] = value;
        present |= 1 << place;
        return this;
    }

    private boolean has(int place) {
        return (present & 1 << place) != 0;
    }

    private long count(int place) {
        return counts[place - NUMBERS];
    }

    private Double orNull(int place) {
        return has(place) ? (Double) numbers[place] : null;
    }

    private Long countOrNull(int place) {
        return has(place) ? (Long) count(place) : null;
    }
}
