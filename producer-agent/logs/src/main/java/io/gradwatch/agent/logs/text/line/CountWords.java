package io.gradwatch.agent.logs.text.line;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words by which programs count: the best first, where a line counts in several ways. */
public final class CountWords {

    private static final List<String> STEPS = List.of("""
            global_step num_updates updates update total_timesteps timesteps timestep steps step iterations
            iteration iters iter itr it num_steps round rounds episode episodes batches batch minibatches
            minibatch mini_batch i_batch game games frame generation generations gen frames""".split("\\s+"));
    private static final Set<String> EPOCHS = Set.of("epoch", "epochs", "ep", "train_epoch", "training_epoch");
    /** Words that make a number one of another kind: {@code total steps}, {@code best epoch}, {@code time per step}. */
    private static final Set<String> OTHERS = Set.of("""
            total max num number warmup warm best per every remaining last until of save eval log logging
            accumulation decay ms sec time start from patience n many all""".split("\\s+"));

    /** Words for the data of an epoch; a fraction of it is a place in the epoch. */
    private static final Set<String> DATA = Set.of("""
            data sample samples example examples sentence sentences document documents image images imgs
            sequence sequences file files progress done processed""".split("\\s+"));

    private static final Set<String> BATCHES =
            Set.of("batch", "batches", "minibatch", "minibatches", "mini_batch", "i_batch", "batch_idx");

    private CountWords() {}

    /** True if it counts within an epoch. */
    public static boolean isBatch(String word) {
        return BATCHES.contains(plain(word));
    }

    /** True if it is what an epoch goes through. */
    static boolean isData(String word) {
        return DATA.contains(plain(word));
    }

    public static boolean isEpoch(String word) {
        return EPOCHS.contains(plain(word));
    }

    public static boolean isStep(String word) {
        return STEPS.contains(plain(word));
    }

    /** Rank of a count of steps, 0 the best; a count without a name is the worst. */
    public static int rank(String word) {
        int rank = STEPS.indexOf(plain(word));
        return rank < 0 ? STEPS.size() : rank;
    }

    /** True if words before the last say that it counts nothing of the training. */
    public static boolean isOther(List<String> phrase) {
        if (phrase.size() < 2) {
            return false;
        }
        return OTHERS.contains(plain(phrase.get(phrase.size() - 2)));
    }

    public static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }
}
