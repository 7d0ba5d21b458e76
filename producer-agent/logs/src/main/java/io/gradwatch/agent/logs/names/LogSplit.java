package io.gradwatch.agent.logs.names;

import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of data splits in logs: as the beginning of a name, as the text of a key such as mode, or as the folder that
 * they are in.
 */
public enum LogSplit {
    /** Training data. */
    TRAIN(Split.TRAIN, "training", "train"),
    /** The usual validation set. */
    TRAIN_VAL(
            Split.TRAIN_VAL,
            "held-out",
            "held_out",
            "heldout",
            "holdout",
            "validation",
            "evaluation",
            "valid",
            "eval",
            "val",
            "cv",
            "dev"),
    /** A second validation set, from the distribution of the test data. */
    TEST_VAL(Split.TEST_VAL, "test_val", "testval"),
    /** Test data, by which nothing is chosen. */
    TEST(Split.TEST, "test");

    /** In the order in which they are tried: test_val before test. */
    private static final List<LogSplit> ALL = List.of(values());

    /** Detectron2 and Ultralytics name what only an evaluation can tell without a word for its data. */
    private static final Pattern DETECTION = Pattern.compile(
            "(?:bbox|segm|keypoints|coco|metrics)/(?:.*_)?(?:m?A[PR]\\b.*|m?A[PR][\\d_(@-].*|AP[sml]|precision.*|recall.*)");

    private final Split split;
    private final List<String> words;

    LogSplit(Split split, String... words) {
        this.split = split;
        this.words = List.of(words);
    }

    /**
     * A name without the word for its data.
     *
     * @param split of the data
     * @param metric name behind the word
     */
    public record Metric(LogSplit split, String metric) {}

    /** The name taken apart; empty where it does not begin with a word for data. */
    public static Optional<Metric> of(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        if (DETECTION.matcher(name).matches()) {
            return Optional.of(new Metric(TRAIN_VAL, name));
        }
        for (LogSplit split : ALL) {
            for (String word : split.words) {
                if (plain.startsWith(word)
                        && plain.length() > word.length() + 1
                        && "/_.-: ".indexOf(plain.charAt(word.length())) >= 0) {
                    return Optional.of(new Metric(split, name.substring(word.length() + 1)));
                }
                if (isCamelCase(name, word)) {
                    return Optional.of(new Metric(split, name.substring(word.length())));
                }
            }
        }
        return Optional.empty();
    }

    /** True if a name says of which evaluation data its value is. */
    public static boolean namesEvaluation(String name) {
        return of(name).filter(metric -> metric.split() != TRAIN).isPresent();
    }

    /** True if it goes on after the word with a capital letter: ValF1. */
    private static boolean isCamelCase(String name, String word) {
        int length = word.length();
        return name.length() > length
                && name.substring(1, length).equals(word.substring(1))
                && name.regionMatches(true, 0, word, 0, length)
                && Character.isUpperCase(name.charAt(length));
    }

    /** The split that a text is a usual name of, such as {@code validation}; case is ignored. */
    public static Optional<LogSplit> named(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        return ALL.stream().filter(split -> split.words.contains(plain)).findFirst();
    }

    static LogSplit of(Split split) {
        return ALL.stream().filter(one -> one.split == split).findFirst().orElseThrow();
    }

    /** The split of the schema. */
    Split split() {
        return split;
    }

    /** A word for it, as a name begins with it. */
    String word() {
        return words.get(words.size() - 1);
    }

    LogSignal.Use metric(String metric) {
        return this == TRAIN
                ? (row, value) -> row.metrics.put(metric, value)
                : (row, value) -> row.evaluation(split).metrics.put(metric, value);
    }
}
