package io.gradwatch.agent.gateway.mlflow;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.StepField;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Meaning of the names of metrics: those of an API call in the {@link NameCatalogue}, as {@code docs/PYTHON.md} has
 * them. The Python package has its table from there too.
 */
final class MetricNames {

    /**
     * A name of a metric, understood.
     *
     * @param split data that it is of
     * @param name without the word for the data
     */
    record Meaning(Split split, String name) {}

    private static final Map<String, Split> PREFIXES = new LinkedHashMap<>();
    private static final Map<String, StepField> FIELDS = new LinkedHashMap<>();

    static {
        NameCatalogue names = NameCatalogue.shared();
        // test_val before test, train_val before train.
        names.splits()
                .forEach((split, words) -> words.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .forEach(word -> {
                            PREFIXES.put(word, split);
                            PREFIXES.put(word.replace('_', '-'), split);
                        }));
        names.signals()
                .forEach(signal ->
                        signal.field().ifPresent(field -> signal.fields().forEach(name -> FIELDS.put(name, field))));
    }

    private MetricNames() {}

    static Meaning of(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Split> prefix : PREFIXES.entrySet()) {
            int length = prefix.getKey().length();
            if (plain.startsWith(prefix.getKey())
                    && plain.length() > length + 1
                    && "/_.".indexOf(plain.charAt(length)) >= 0) {
                return new Meaning(prefix.getValue(), metric(name.substring(length + 1)));
            }
        }
        return new Meaning(Split.TRAIN, metric(name));
    }

    private static String metric(String name) {
        return name.equalsIgnoreCase("acc") ? "accuracy" : name;
    }

    /** Lightning says lr-Adam, or lr-Adam/pg1 and so on where there are several groups, of which the first counts. */
    private static boolean isRate(String plain) {
        return plain.startsWith("lr-") && (!plain.contains("/pg") || plain.endsWith("/pg1"));
    }

    /** The names of fields of a step, for the test. */
    static Set<String> fields() {
        return Set.copyOf(FIELDS.keySet());
    }

    /** The words for data that names begin with, for the test. */
    static Map<String, Split> prefixes() {
        return Map.copyOf(PREFIXES);
    }

    /** Puts a value of the training data where it belongs in a step. */
    static void put(Step step, String name, double value) {
        String plain = name.toLowerCase(Locale.ROOT);
        StepField field = isRate(plain) ? StepField.LEARNING_RATE : FIELDS.get(plain);
        if (field == null) {
            step.getMetrics().put(name, value);
        } else {
            field.putNumber(step, value);
        }
    }
}
