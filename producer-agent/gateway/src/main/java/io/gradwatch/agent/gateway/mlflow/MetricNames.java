package io.gradwatch.agent.gateway.mlflow;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjDoubleConsumer;

/**
 * What the names of metrics mean: the table of {@code docs/PYTHON.md}. That of the Python package is the same, which a
 * test checks.
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
    private static final Map<String, ObjDoubleConsumer<Step>> FIELDS = new LinkedHashMap<>();

    static {
        // test_val before test, train_val before train.
        for (String word : new String[] {"train_val", "train-val", "validation", "valid", "val", "eval", "dev"}) {
            PREFIXES.put(word, Split.TRAIN_VAL);
        }
        PREFIXES.put("test_val", Split.TEST_VAL);
        PREFIXES.put("test-val", Split.TEST_VAL);
        PREFIXES.put("test", Split.TEST);
        PREFIXES.put("training", Split.TRAIN);
        PREFIXES.put("train", Split.TRAIN);
        fields(Step::setLoss, "loss");
        fields(Step::setLearningRate, "lr", "learning_rate", "learningrate");
        fields(Step::setGradientNorm, "grad_norm", "gradnorm", "gradient_norm", "grad_2.0_norm_total");
        fields(Step::setParameterNorm, "param_norm", "parameter_norm", "weight_norm");
        fields(Step::setUpdateRatio, "update_ratio");
        fields(Step::setLossScale, "loss_scale");
        fields(Step::setEpoch, "epoch");
        fields(
                (step, value) ->
                        step.setBatchSize(whole(value).map(Long::intValue).orElse(null)),
                "batch_size",
                "batchsize");
        fields(
                (step, value) -> step.setTokens(whole(value).orElse(null)),
                "tokens",
                "tokens_seen",
                "num_tokens",
                "num_input_tokens_seen",
                "consumed_tokens");
        fields(Step::setDurationMillis, "step_time_ms", "duration_ms");
        fields(Step::setDataWaitMillis, "data_wait_ms", "data_time_ms");
    }

    private MetricNames() {}

    private static void fields(ObjDoubleConsumer<Step> field, String... names) {
        for (String name : names) {
            FIELDS.put(name, field);
        }
    }

    private static Optional<Long> whole(double value) {
        return value >= 0 && value <= Integer.MAX_VALUE * 1e6 && value == Math.rint(value)
                ? Optional.of((long) value)
                : Optional.empty();
    }

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
        ObjDoubleConsumer<Step> field = isRate(plain) ? Step::setLearningRate : FIELDS.get(plain);
        if (field == null) {
            step.getMetrics().put(name, value);
        } else {
            field.accept(step, value);
        }
    }
}
