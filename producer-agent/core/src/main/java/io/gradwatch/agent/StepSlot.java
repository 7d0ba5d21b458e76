package io.gradwatch.agent;

import io.gradwatch.agent.step.BatchRow;
import io.gradwatch.agent.step.MemoryBudget;
import io.gradwatch.agent.step.MetricRow;
import io.gradwatch.agent.step.TensorRows;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import io.gradwatch.schema.names.StepField;

/**
 * One preallocated step record. A training thread owns it from {@link StepSlots#claim} to {@link #publish}, or to
 * {@link #handOver}, from where on another thread does while it waits in the queue; the queue owns it until the agent's
 * thread takes it, the agent's thread until it gives it back.
 */
final class StepSlot implements StepRecorder {

    private static final StepField[] FIELDS = StepField.values();

    final int index;
    private final StepSlots slots;
    private final TensorRows tensors;
    private final MetricRow metrics;
    private final BatchRow batch;

    /** Of the thread that fills this slot; null when none does. */
    StepSlots.OpenSlot filledBy;

    /** False where the slot has its place in the queue but a thread still fills it. */
    volatile boolean complete;

    /** A bit for each field that is set. */
    private int present;

    /** A value for each field: counts, and numbers as their bits. */
    private final long[] values = new long[FIELDS.length];

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
        for (int place = 0; place < FIELDS.length; place++) {
            if ((present & 1 << place) != 0) {
                FIELDS[place].put(record, value(FIELDS[place].type(), values[place]));
            }
        }
        record.setBatch(batch.toRecord());
        record.setMetrics(metrics.toMap());
        record.setTensors(tensors.toRecords());
        return record;
    }

    @Override
    public StepRecorder number(StepField field, double value) {
        if (isDouble(field)) {
            return set(field, Double.doubleToRawLongBits(value));
        }
        return field.holds(value) ? set(field, (long) value) : this;
    }

    @Override
    public StepRecorder count(StepField field, long value) {
        if (field.type() == StepField.Type.INT && value != (int) value) {
            return this;
        }
        return set(field, isDouble(field) ? Double.doubleToRawLongBits(value) : value);
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
    public StepRecorder histogram(MagnitudeHistogram histogram) {
        if (filledBy != null && histogram != null) {
            tensors.histogram(histogram);
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

    /** The order of the fields is that of this version: it is stored nowhere. */
    @SuppressWarnings("EnumOrdinal")
    private StepRecorder set(StepField field, long bits) {
        int place = field.ordinal();
        values[place] = bits;
        present |= 1 << place;
        return this;
    }

    private static boolean isDouble(StepField field) {
        return field.type() == StepField.Type.DOUBLE;
    }

    private static Object value(StepField.Type type, long bits) {
        return switch (type) {
            case DOUBLE -> (Object) Double.longBitsToDouble(bits);
            case INT -> (Object) (int) bits;
            case LONG -> (Object) bits;
            case BOOLEAN -> (Object) (bits != 0);
        };
    }
}
