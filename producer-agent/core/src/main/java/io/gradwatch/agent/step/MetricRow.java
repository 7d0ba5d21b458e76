package io.gradwatch.agent.step;

import io.gradwatch.agent.clean.Limits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Named values of one step: two arrays that grow and are kept. */
public final class MetricRow {

    private static final int FIRST_CAPACITY = 8;
    private static final int BYTES_PER_METRIC = 16;

    private final MemoryBudget budget;
    private String[] names = new String[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private int size;

    public MetricRow(MemoryBudget budget) {
        this.budget = budget;
    }

    public void clear() {
        size = 0;
    }

    public void add(String name, double value) {
        if (name == null || (size == names.length && !grow())) {
            return;
        }
        names[size] = name;
        values[size] = value;
        size++;
    }

    /** The values by their names; the later one where a name came twice. */
    public Map<String, Double> toMap() {
        Map<String, Double> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(names[i], values[i]);
        }
        return map;
    }

    public void shrink() {
        if (names.length > FIRST_CAPACITY) {
            budget.giveBack((long) (names.length - FIRST_CAPACITY) * BYTES_PER_METRIC);
            names = new String[FIRST_CAPACITY];
            values = new double[FIRST_CAPACITY];
            size = 0;
        }
    }

    private boolean grow() {
        if (size >= Limits.METRICS || !budget.take((long) size * BYTES_PER_METRIC)) {
            return false;
        }
        names = Arrays.copyOf(names, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
        return true;
    }
}
