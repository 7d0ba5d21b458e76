package io.gradwatch.detection.generalisation;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bias–variance decomposition with distribution shift (K15): {@code test error = goal + bias + variance + shift +
 * validation over-fitting}. The goal stands for the irreducible error.
 *
 * <p>With two validation sets {@code bias = train - goal}, {@code variance = train-val - train}, {@code shift =
 * test-val - train-val} and {@code validation over-fitting = test - test-val}. With one, {@code variance = val -
 * train}, and {@code test - val} holds the over-fitting of the validation set and whatever shift there is.
 *
 * @param errors by split
 * @param goal the error that is wanted, in the unit of the errors; NaN where none is declared
 * @param parts size of every part that can be told, in the unit of the errors; a part may be negative
 */
public record Decomposition(SplitErrors errors, double goal, Map<Part, Double> parts) {

    /** A part of the test error, in the order of K15. */
    public enum Part {
        BIAS("under-fitting", "K16"),
        VARIANCE("over-fitting", "K17"),
        SHIFT("distribution shift", "K18"),
        VALIDATION_OVERFITTING("validation over-fitting", "K19");

        private final String words;
        private final String knowledgeItem;

        Part(String words, String knowledgeItem) {
            this.words = words;
            this.knowledgeItem = knowledgeItem;
        }

        /** Name for people. */
        public String words() {
            return words;
        }

        /** The item of the knowledge list that tells what to do. */
        public String knowledgeItem() {
            return knowledgeItem;
        }
    }

    /** Takes the errors of one model apart; what was not measured leaves its parts out. */
    public static Decomposition of(SplitErrors errors, double goal) {
        Map<Part, Double> parts = new EnumMap<>(Part.class);
        put(parts, Part.BIAS, errors.train() - goal);
        put(parts, Part.VARIANCE, errors.validation() - errors.train());
        if (errors.hasTwoValidationSets()) {
            put(parts, Part.SHIFT, errors.testVal() - errors.trainVal());
        }
        double lastValidation = Double.isNaN(errors.testVal()) ? errors.trainVal() : errors.testVal();
        put(parts, Part.VALIDATION_OVERFITTING, errors.test() - lastValidation);
        return new Decomposition(errors, goal, parts);
    }

    /** True if the error on the data nearest to use is at the goal or below. */
    public boolean reached() {
        return errors.nearestToUse() <= goal;
    }

    /** The largest part, which says what to do next; empty where the goal is reached or no part is above zero. */
    public Optional<Part> next() {
        return reached()
                ? Optional.empty()
                : parts.entrySet().stream()
                        .filter(part -> part.getValue() > 0)
                        .max(Comparator.comparingDouble(Map.Entry::getValue))
                        .map(Map.Entry::getKey);
    }

    private static void put(Map<Part, Double> parts, Part part, double size) {
        if (Double.isFinite(size)) {
            parts.put(part, size);
        }
    }
}
