package io.gradwatch.schema.names;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kinds of losses by the words that stand beside the word loss, and of what is no loss by name and is one. */
final class LossNames {

    /** Rank of a loss whose words are not known. */
    private static final int UNKNOWN = 40;

    /** Ranks of an error and of a sum, both behind a loss by name. */
    private static final int ERRORS = 30;

    private static final int TOTALS = 19;

    /**
     * The words of the file.
     *
     * @param gathered words that say how a value was gathered, with the rank that each adds
     * @param whole words that leave it the whole loss, with the rank that each adds
     * @param alone names that are a loss without the word
     * @param kinds words of all other kinds
     * @param endings letters at the end of a name that is a term of a loss without the word
     * @param never words beside which nothing is a loss
     */
    record Words(
            Set<String> word,
            Map<String, Integer> gathered,
            Map<String, Integer> whole,
            Map<String, Integer> alone,
            Map<LossKind, Set<String>> kinds,
            Set<String> endings,
            Set<String> episode,
            Set<String> never) {}

    record Found(LossKind kind, int rank, Better better) {}

    private static final Found NOTHING = new Found(LossKind.NONE, 0, Better.NONE);

    private final Words words;

    LossNames(Words words) {
        this.words = words;
    }

    Map<String, Integer> gathered() {
        return words.gathered();
    }

    /** Rank added for words that say how a value was gathered, such as mean. */
    int gatheredRank(List<String> name) {
        return name.stream()
                .mapToInt(word -> words.gathered().getOrDefault(word, 0))
                .sum();
    }

    /**
     * The kind of a name.
     *
     * @param name words without those for data
     * @param plain the same without those for how the value was gathered
     */
    Found of(List<String> name, List<String> plain) {
        List<String> beside = pairs(plain);
        boolean saysLoss = beside.removeIf(words.word()::contains);
        boolean saysError = !saysLoss && beside.removeIf(words.kinds().get(LossKind.ERROR)::contains);
        Set<String> set = new HashSet<>(beside);
        if (isAny(set, LossKind.PERPLEXITY)) {
            return new Found(LossKind.PERPLEXITY, 30, Better.LOWER);
        }
        if (!saysLoss && !saysError) {
            return withoutTheWord(name, set, String.join("_", beside));
        }
        if (isAny(set, LossKind.POLICY) && saysLoss) {
            return new Found(LossKind.POLICY, UNKNOWN, Better.NONE);
        }
        LossKind adversary = only(set, LossKind.GENERATOR, LossKind.DISCRIMINATOR);
        if (adversary != LossKind.NONE) {
            return new Found(adversary, UNKNOWN, Better.NONE);
        }
        if (saysError && beside.isEmpty()) {
            return new Found(LossKind.ERROR, ERRORS, Better.LOWER);
        }
        if (saysError || set.stream().anyMatch(words.never()::contains)) {
            return NOTHING;
        }
        return loss(beside, set);
    }

    private Found loss(List<String> beside, Set<String> set) {
        if (beside.stream().allMatch(words.whole()::containsKey)) {
            int rank = beside.stream().mapToInt(words.whole()::get).max().orElse(0);
            return new Found(LossKind.WHOLE, rank, Better.LOWER);
        }
        for (LossKind kind : List.of(LossKind.ENTROPY, LossKind.CRITIC, LossKind.PART)) {
            if (isAny(set, kind)) {
                Better better = kind == LossKind.PART ? Better.LOWER : Better.NONE;
                return new Found(kind, UNKNOWN, better);
            }
        }
        return new Found(LossKind.OTHER, UNKNOWN, Better.LOWER);
    }

    private Found withoutTheWord(List<String> name, Set<String> set, String joined) {
        boolean spread = set.stream().anyMatch(word -> words.never().contains(word) && !word.equals("n"));
        if (isAny(set, LossKind.REWARD) && !spread) {
            boolean ofEpisodes = name.stream().anyMatch(words.episode()::contains);
            return new Found(ofEpisodes ? LossKind.EPISODE_REWARD : LossKind.REWARD, 0, Better.HIGHER);
        }
        if (words.alone().containsKey(joined)) {
            return new Found(LossKind.WHOLE, words.alone().get(joined), Better.LOWER);
        }
        if (words.kinds().get(LossKind.LIKELIHOOD).contains(joined)) {
            return new Found(LossKind.LIKELIHOOD, ERRORS, Better.HIGHER);
        }
        if (words.kinds().get(LossKind.TOTAL).contains(joined)) {
            return new Found(LossKind.TOTAL, TOTALS, Better.NONE);
        }
        String letters = String.join("", name);
        if (words.endings().stream().anyMatch(letters::endsWith)) {
            return new Found(LossKind.PART, UNKNOWN, Better.LOWER);
        }
        return isAny(set, LossKind.KL) && !spread ? new Found(LossKind.KL, UNKNOWN, Better.NONE) : NOTHING;
    }

    private boolean isAny(Set<String> beside, LossKind kind) {
        return beside.stream().anyMatch(words.kinds().get(kind)::contains);
    }

    /** The kind that has a word among these; the first of the two where both have. */
    private LossKind only(Set<String> beside, LossKind one, LossKind other) {
        return isAny(beside, one) ? one : isAny(beside, other) ? other : LossKind.NONE;
    }

    /** The words, where two that are known together are one: cross entropy. */
    private List<String> pairs(List<String> plain) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < plain.size(); i++) {
            String pair = i + 1 < plain.size() ? plain.get(i) + "_" + plain.get(i + 1) : "";
            boolean known = words.whole().containsKey(pair) || words.alone().containsKey(pair);
            joined.add(known ? pair : plain.get(i));
            i += known ? 1 : 0;
        }
        return joined;
    }
}
