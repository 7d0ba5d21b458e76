package io.gradwatch.agent.step;

import io.gradwatch.agent.clean.Limits;
import io.gradwatch.schema.BatchView;
import java.util.Arrays;
import java.util.List;

/** Batch of one step: arrays that are kept, those of the classes made when first used. */
public final class BatchRow {

    private final MemoryBudget budget;
    private final int[] output = new int[Limits.DIMENSIONS];
    private final int[] target = new int[Limits.DIMENSIONS];
    private final ClassCounts labels;
    private final ClassCounts predictions;
    private int outputDimensions;
    private int targetDimensions;
    private boolean hasLossElements;
    private long lossElements;

    public BatchRow(MemoryBudget budget) {
        this.budget = budget;
        labels = new ClassCounts();
        predictions = new ClassCounts();
    }

    public void clear() {
        outputDimensions = 0;
        targetDimensions = 0;
        hasLossElements = false;
        labels.size = 0;
        predictions.size = 0;
    }

    public void shapes(int[] outputShape, int[] targetShape) {
        outputDimensions = copy(outputShape, output);
        targetDimensions = copy(targetShape, target);
    }

    public void lossElements(long elements) {
        lossElements = elements;
        hasLossElements = true;
    }

    public void labelCounts(long[] counts) {
        labels.set(counts);
    }

    public void predictionCounts(long[] counts) {
        predictions.set(counts);
    }

    /** Null where nothing was seen. */
    public BatchView toRecord() {
        return view(
                list(output, outputDimensions),
                list(target, targetDimensions),
                hasLossElements ? (Long) lossElements : null,
                labels.toList(),
                predictions.toList());
    }

    /** Null where nothing was seen. */
    public static BatchView view(
            List<Integer> output, List<Integer> target, Long lossElements, List<Long> labels, List<Long> predictions) {
        boolean nothing = output.isEmpty()
                && target.isEmpty()
                && lossElements == null
                && labels.isEmpty()
                && predictions.isEmpty();
        return nothing ? null : new BatchView(output, target, lossElements, labels, predictions);
    }

    public void shrink() {
        labels.shrink();
        predictions.shrink();
    }

    private static int copy(int[] shape, int[] into) {
        if (shape == null || shape.length > Limits.DIMENSIONS) {
            return 0;
        }
        System.arraycopy(shape, 0, into, 0, shape.length);
        return shape.length;
    }

    private static List<Integer> list(int[] shape, int dimensions) {
        return Arrays.stream(shape, 0, dimensions).boxed().toList();
    }
    /** Counts by class, in an array as long as the most classes so far. */
    private final class ClassCounts {
        private long[] counts = new long[0];
        private int size;

        void set(long[] given) {
            size = 0;
            if (given != null && given.length <= Limits.CLASSES && hasRoom(given.length)) {
                System.arraycopy(given, 0, counts, 0, given.length);
                size = given.length;
            }
        }

        private boolean hasRoom(int classes) {
            if (classes <= counts.length) {
                return true;
            }
            if (!budget.take((long) (classes - counts.length) * Long.BYTES)) {
                return false;
            }
            counts = new long[classes];
            return true;
        }

        List<Long> toList() {
            return Arrays.stream(counts, 0, size).boxed().toList();
        }

        void shrink() {
            budget.giveBack((long) counts.length * Long.BYTES);
            counts = new long[0];
            size = 0;
        }
    }
}
