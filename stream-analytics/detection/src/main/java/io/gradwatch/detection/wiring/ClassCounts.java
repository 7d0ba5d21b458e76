package io.gradwatch.detection.wiring;

import java.util.Arrays;
import java.util.List;

/**
 * Examples by class, of the last batches: when there are more than the window holds, all counts are halved. A
 * plainstate of 8 bytes a class, at most {@value #MOST_CLASSES}; O(classes) a batch.
 */
public class ClassCounts {

    /** More classes are not counted. */
    public static final int MOST_CLASSES = 4096;

    /** By class. */
    public double[] counts = new double[0];

    /** Sum of the counts. */
    public double total;

    /**
     * Takes the counts of a batch; begins anew where they are of another number of classes.
     *
     * @param window examples from which on counts are halved
     * @return false where they are not counts of 2 to {@value #MOST_CLASSES} classes
     */
    boolean add(List<Long> batch, double window) {
        if (batch.size() < 2 || batch.size() > MOST_CLASSES || batch.stream().anyMatch(count -> count < 0)) {
            return false;
        }
        if (batch.size() != counts.length) {
            counts = new double[batch.size()];
            total = 0;
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += batch.get(i);
            total += batch.get(i);
        }
        if (total > window) {
            total /= 2;
            for (int i = 0; i < counts.length; i++) {
                counts[i] /= 2;
            }
        }
        return true;
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /** Classes that are told apart. */
    int classes() {
        return counts.length;
    }

    /** The class with the most examples, the first of several. */
    int most() {
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }

    /** The class with the fewest examples, the first of several. */
    int fewest() {
        int fewest = 0;
        for (int i = 1; i < counts.length; i++) {
            fewest = counts[i] < counts[fewest] ? i : fewest;
        }
        return fewest;
    }

    /** Part of the examples that are of a class, 0 to 1; 0 of none. */
    double share(int ofClass) {
        return total > 0 && ofClass < counts.length ? counts[ofClass] / total : 0;
    }
}
