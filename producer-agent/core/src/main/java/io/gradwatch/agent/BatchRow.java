package io.gradwatch.agent;

import io.gradwatch.schema.BatchView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a step saw of its batch: arrays that grow when they are first needed, and are kept. */
final class BatchRow {

    /** Axes of a shape; more are left out. */
    static final int MAX_AXES = 32;

    /** Classes that are counted; counts of more are left out. */
    static final int MAX_CLASSES = 4_096;

    /** Numbers in an array that grows. */
    private static final class Numbers {
        private long[] values = new long[0];
        private int size;
    }

    private final MemoryBudget budget;
    private final Numbers output = new Numbers();
    private final Numbers target = new Numbers();
    private final Numbers labels = new Numbers();
    private final Numbers predictions = new Numbers();
    private boolean counted;
    private long lossElements;

    BatchRow(MemoryBudget budget) {
        this.budget = budget;
    }

    void clear() {
        output.size = 0;
        target.size = 0;
        labels.size = 0;
        predictions.size = 0;
        counted = false;
    }

    void outputShape(long[] lengths) {
        set(output, lengths, MAX_AXES);
    }

    void targetShape(long[] lengths) {
        set(target, lengths, MAX_AXES);
    }

    void lossElements(long elements) {
        lossElements = elements;
        counted = true;
    }

    void labelCounts(long[] examples) {
        set(labels, examples, MAX_CLASSES);
    }

    void predictionCounts(long[] examples) {
        set(predictions, examples, MAX_CLASSES);
    }

    /** As it is sent; null where nothing was seen. */
    BatchView toRecord() {
        boolean nothing = output.size + target.size + labels.size + predictions.size == 0 && !counted;
        return nothing
                ? null
                : new BatchView(
                        lengths(output),
                        lengths(target),
                        counted ? lossElements : null,
                        list(labels),
                        list(predictions));
    }

    void shrink() {
        for (Numbers numbers : List.of(output, target, labels, predictions)) {
            budget.giveBack((long) numbers.values.length * Long.BYTES);
            numbers.values = new long[0];
        }
        clear();
    }

    private void set(Numbers numbers, long[] given, int most) {
        numbers.size = 0;
        if (given == null || given.length > most) {
            return;
        }
        int more = given.length - numbers.values.length;
        if (more > 0) {
            if (!budget.take((long) more * Long.BYTES)) {
                return;
            }
            numbers.values = new long[given.length];
        }
        System.arraycopy(given, 0, numbers.values, 0, given.length);
        numbers.size = given.length;
    }

    private static List<Integer> lengths(Numbers numbers) {
        List<Integer> lengths = new ArrayList<>(numbers.size);
        for (int i = 0; i < numbers.size; i++) {
            lengths.add((int) Math.max(0, Math.min(Integer.MAX_VALUE, numbers.values[i])));
        }
        return lengths;
    }

    private static List<Long> list(Numbers numbers) {
        return Arrays.stream(numbers.values, 0, numbers.size).boxed().toList();
    }
}
