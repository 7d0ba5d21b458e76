package io.gradwatch.agent.logs;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A column of a CSV log.
 *
 * @param name as the heading has it
 * @param known whether it is one of the format's own; only these must hold numbers
 * @param wholeNumber whether only a whole number from 0 is a value
 * @param use puts a value where it belongs
 */
record CsvColumn(String name, boolean known, boolean wholeNumber, Use use) {

    /** Puts a value of the column into the values of the row. */
    @FunctionalInterface
    interface Use {
        void put(RowValues row, double value);
    }

    private static final String VALIDATION_PREFIX = "val_";
    private static final Map<String, Use> KNOWN = new LinkedHashMap<>();

    static {
        KNOWN.put("step", (row, value) -> row.step = (long) value);
        KNOWN.put("epoch", (row, value) -> row.epoch = value);
        KNOWN.put("train_loss", (row, value) -> row.loss = value);
        KNOWN.put("val_loss", (row, value) -> row.evaluationLoss = value);
        KNOWN.put("train_acc", (row, value) -> row.metrics.put("accuracy", value));
        KNOWN.put("val_acc", (row, value) -> row.evaluationMetrics.put("accuracy", value));
        KNOWN.put("grad_norm", (row, value) -> row.gradientNorm = value);
        KNOWN.put("lr", (row, value) -> row.learningRate = value);
    }

    /** Other names for the same, as Keras' CSVLogger and others write them. */
    private static final Map<String, String> SYNONYMS =
            Map.of("loss", "train_loss", "learning_rate", "lr", "gradient_norm", "grad_norm");

    static String knownNames() {
        return String.join(", ", KNOWN.keySet());
    }

    static boolean isKnown(String heading) {
        return KNOWN.containsKey(canonical(heading));
    }

    static CsvColumn of(String heading) {
        String name = canonical(heading);
        if (KNOWN.containsKey(name)) {
            return new CsvColumn(name, true, name.equals("step"), KNOWN.get(name));
        }
        if (name.startsWith(VALIDATION_PREFIX)) {
            String metric = heading.strip().substring(VALIDATION_PREFIX.length());
            return new CsvColumn(name, false, false, (row, value) -> row.evaluationMetrics.put(metric, value));
        }
        String metric = heading.strip();
        return new CsvColumn(name, false, false, (row, value) -> row.metrics.put(metric, value));
    }

    private static String canonical(String heading) {
        String name = heading.strip().toLowerCase(Locale.ROOT);
        return SYNONYMS.getOrDefault(name, name);
    }
}
