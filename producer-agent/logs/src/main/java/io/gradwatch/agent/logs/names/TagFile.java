package io.gradwatch.agent.logs.names;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of the values in a file that has one tag alone, as TensorBoard's page saves them: the name of the file says it,
 * {@code run-validation-tag-epoch_loss.csv}, or a person gave it one, {@code Train_Loss_resnet.csv}.
 */
public final class TagFile {

    private static final Pattern SAVED = Pattern.compile("(?i)(?:.*?run-)?(.*?)-?tag-(.+)");
    private static final Pattern ENDING = Pattern.compile("(?i)\\.(?:csv|tsv|json|txt|log|dat|out)$");
    private static final Pattern BETWEEN = Pattern.compile("[ _.-]+");

    private TagFile() {}

    /** The name that the file says, with the data that its run is of; empty where it says none. */
    public static Optional<String> name(String file) {
        String stem = ENDING.matcher(file).replaceFirst("");
        Matcher saved = SAVED.matcher(stem);
        return saved.matches() ? Optional.of(saved(saved.group(1), saved.group(2))) : given(stem);
    }

    private static String saved(String run, String tag) {
        String[] words = BETWEEN.split(run);
        LogSplit split = words.length == 0
                ? LogSplit.TRAIN
                : LogSplit.named(words[words.length - 1]).orElse(LogSplit.TRAIN);
        return new SplitTags(split, SignalMap.none()).of(tag);
    }

    /** The most words of a name in sequence that are known. */
    private static Optional<String> given(String stem) {
        List<String> words = List.of(BETWEEN.split(stem));
        for (int length = words.size(); length > 0; length--) {
            for (int start = 0; start + length <= words.size(); start++) {
                String name = String.join("_", words.subList(start, start + length));
                if (isValue(name)) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isValue(String name) {
        return LogSignal.spelled(name)
                .filter(signal -> signal != LogSignal.STEP && signal != LogSignal.EPOCH && signal != LogSignal.TIME)
                .isPresent();
    }
}
