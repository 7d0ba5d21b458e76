package io.gradwatch.agent;

import java.util.Arrays;
import java.util.Map;

/** Named values of one step: two arrays that grow and are kept. */
final class MetricRow {

    /** More are left out: a step with so many names is a mistake of the job. */
    static final int MAX_METRICS = 1_024;

    private static final int FIRST_CAPACITY = 8;
    private static final int BYTES_PER_METRIC = 16;

    private final MemoryBudget budget;
    private String[] names = new String[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private int size;

    MetricRow(MemoryBudget budget) {
        this.budget = budget;
    }

    void clear() {
        size = 0;
    }

    void add(String name, double value) {
        if (name == null || (size == names.length && !grow())) {
            return;
        }
        names[size] = name;
        values[size] = value;
        size++;
    }

    void copyTo(Map<String, Double> target) {
        for (int i = 0; i < size; i++) {
            target.put(CleanText.of(names[i], CleanText.MAX_NAME), values[i]);
        }
    }

    void shrink() {
        if (names.length > FIRST_CAPACITY) {
            budget.giveBack((long) (names.length - FIRST_CAPACITY) * BYTES_PER_METRIC);
            names = new String[FIRST_CAPACITY];
            values = new double[FIRST_CAPACITY];
            size = 0;
        }
    }

    private boolean grow() {
        if (size >= MAX_METRICS || !budget.take((long) size * BYTES_PER_METRIC)) {
            return false;
        }
        names = Arrays.copyOf(names, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
        return true;
    }
}
