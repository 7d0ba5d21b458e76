package io.gradwatch.agent.logs.names;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of values in a log that is about the data of one split alone, as the event files of a folder {@code validation}
 * are: {@code loss} is {@code val/loss} there. A name that says its own evaluation data keeps it.
 */
public final class SplitTags {

    /** Keras tells what an evaluation gave twice: by epochs, and by iterations under this name. */
    private static final Pattern BY_ITERATIONS = Pattern.compile("evaluation_.+_vs_iterations");

    private static final String BY_EPOCHS = "epoch_";

    private final LogSplit split;
    private final SignalMap mapped;

    public SplitTags(LogSplit split, SignalMap mapped) {
        this.split = split;
        this.mapped = mapped;
    }

    /** True if the step of this tag only says at which iteration the values by epochs were taken. */
    public boolean isByIterations(String tag) {
        return split != LogSplit.TRAIN && BY_ITERATIONS.matcher(tag).matches();
    }

    /** The name that says the data. */
    public String of(String tag) {
        if (split == LogSplit.TRAIN || saysItsData(tag)) {
            return tag;
        }
        String value = tag.startsWith(BY_EPOCHS) ? tag.substring(BY_EPOCHS.length()) : tag;
        return split.word() + "/" + value;
    }

    private boolean saysItsData(String tag) {
        Optional<LogSignal> signal = mapped.signal(tag).or(() -> LogSignal.spelled(tag));
        boolean ofEvaluation = signal.filter(LogSignal::isOfEvaluation).isPresent();
        return ofEvaluation || LogSplit.namesEvaluation(tag);
    }
}
