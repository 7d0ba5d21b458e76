package io.gradwatch.agent.step;

import io.gradwatch.agent.clean.Limits;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tensor statistics of one step: arrays that grow and are kept, a row for each tensor. */
public final class TensorRows {

    private static final int FIRST_CAPACITY = 16;
    private static final int VALUES = 5;
    private static final int COUNTS = 5;
    private static final int BYTES_PER_ROW = 8 * (3 + VALUES + COUNTS);

    private final MemoryBudget budget;
    private String[] layers = new String[0];
    private TensorKind[] kinds = new TensorKind[0];
    private double[] values = new double[0];
    private long[] counts = new long[0];
    private ByteBuffer[] histograms = new ByteBuffer[0];
    private long histogramBytes;
    private boolean open;
    private int size;

    public TensorRows(MemoryBudget budget) {
        this.budget = budget;
    }

    public void clear() {
        Arrays.fill(histograms, 0, size, null);
        budget.giveBack(histogramBytes);
        histogramBytes = 0;
        size = 0;
        open = false;
    }

    /** Begins a row, which {@link #values} and {@link #counts} fill; false when there is no room for it. */
    public boolean begin(String layer, TensorKind kind) {
        open = size < layers.length || grow();
        if (!open) {
            return false;
        }
        layers[size] = layer;
        kinds[size] = kind;
        size++;
        return true;
    }

    public void values(double minimum, double maximum, double mean, double standardDeviation, double l2Norm) {
        int at = (size - 1) * VALUES;
        values[at] = minimum;
        values[at + 1] = maximum;
        values[at + 2] = mean;
        values[at + 3] = standardDeviation;
        values[at + 4] = l2Norm;
    }

    public void counts(long elements, long nans, long infinities, long zeros, long saturated) {
        int at = (size - 1) * COUNTS;
        counts[at] = elements;
        counts[at + 1] = nans;
        counts[at + 2] = infinities;
        counts[at + 3] = zeros;
        counts[at + 4] = saturated;
    }

    /** The histogram of the row that was begun last; left out where that, or this, has no room. */
    public void histogram(MagnitudeHistogram histogram) {
        if (!open || histograms[size - 1] != null) {
            return;
        }
        ByteBuffer packed = histogram.pack();
        if (budget.take(packed.remaining())) {
            histogramBytes += packed.remaining();
            histograms[size - 1] = packed;
        }
    }

    public List<TensorStatistics> toRecords() {
        List<TensorStatistics> records = new ArrayList<>(size);
        for (int row = 0; row < size; row++) {
            records.add(toRecord(row));
        }
        return records;
    }

    private TensorStatistics toRecord(int row) {
        int value = row * VALUES;
        int count = row * COUNTS;
        return new TensorStatistics(
                layers[row],
                kinds[row] == null ? TensorKind.UNKNOWN : kinds[row],
                counts[count],
                values[value],
                values[value + 1],
                values[value + 2],
                values[value + 3],
                values[value + 4],
                counts[count + 1],
                counts[count + 2],
                counts[count + 3],
                counts[count + 4] < 0 ? null : (Long) counts[count + 4],
                histograms[row]);
    }

    public void shrink() {
        clear();
        budget.giveBack((long) layers.length * BYTES_PER_ROW);
        resize(0);
    }

    private boolean grow() {
        int capacity = Math.max(FIRST_CAPACITY, 2 * size);
        if (capacity > Limits.TENSORS || !budget.take((long) (capacity - size) * BYTES_PER_ROW)) {
            return false;
        }
        resize(capacity);
        return true;
    }

    private void resize(int capacity) {
        layers = Arrays.copyOf(layers, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
        values = Arrays.copyOf(values, capacity * VALUES);
        counts = Arrays.copyOf(counts, capacity * COUNTS);
        histograms = Arrays.copyOf(histograms, capacity);
    }
}
