package io.gradwatch.detection.generalisation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ranks types of errors by what they cost where the model will be used (K20). A type that is common in test-val and
 * rare in train-val is distribution shift, and comes first.
 *
 * <p>Common is a fifth of the largest share in the table or more, rare is half of the other share or less. Both are own
 * choices, under which the lecture's example comes out as it was told: 0.1 and 0.1 % is low, 0.3 and 0.3 % medium, 0.1
 * and 1 % high.
 */
public final class ErrorAnalysis {

    private static final double COMMON = 0.2;
    private static final double RARE = 0.5;

    /** Keeps shares that were rounded, such as 0.2 of 1, on the side where they were meant. */
    private static final double ROUNDING = 1e-9;

    /** The order is that of the declaration. */
    public enum Priority {
        /** Common in test-val, rare in train-val: shift. */
        HIGH,
        /** Common. */
        MEDIUM,
        /** Rare in both. */
        LOW
    }

    /**
     * A type of error.
     *
     * @param name of the type
     * @param trainVal part of the train-val set that shows it, in any unit that is the same for all; 0 where not named
     * @param testVal part of the test-val set that shows it, in the same unit
     * @param priority of working on it
     */
    public record Type(String name, double trainVal, double testVal, Priority priority) {

        private double weight() {
            return priority == Priority.HIGH ? testVal - trainVal : Math.max(trainVal, testVal);
        }
    }

    private ErrorAnalysis() {}

    /**
     * Ranks the types of two analyses.
     *
     * @param trainVal share of each type in the train-val set, finite and 0 or more
     * @param testVal share of each type in the test-val set, in the same unit
     * @return first things first: by priority, then by size, then by name
     */
    public static List<Type> rank(Map<String, Double> trainVal, Map<String, Double> testVal) {
        Set<String> names = new TreeSet<>(trainVal.keySet());
        names.addAll(testVal.keySet());
        double largest = names.stream()
                .mapToDouble(name -> Math.max(share(trainVal, name), share(testVal, name)))
                .max()
                .orElse(0);
        List<Type> types = new ArrayList<>();
        for (String name : names) {
            double train = share(trainVal, name);
            double test = share(testVal, name);
            types.add(new Type(name, train, test, priority(train, test, COMMON * largest - ROUNDING)));
        }
        types.sort(Comparator.comparing(Type::priority)
                .thenComparing(Comparator.comparingDouble(Type::weight).reversed())
                .thenComparing(Type::name));
        return List.copyOf(types);
    }

    private static Priority priority(double trainVal, double testVal, double common) {
        if (testVal > 0 && testVal >= common && trainVal <= RARE * testVal) {
            return Priority.HIGH;
        }
        return Math.max(trainVal, testVal) >= common ? Priority.MEDIUM : Priority.LOW;
    }

    private static double share(Map<String, Double> shares, String name) {
        return shares.getOrDefault(name, 0.0);
    }
}
