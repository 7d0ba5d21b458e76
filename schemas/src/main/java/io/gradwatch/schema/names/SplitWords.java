package io.gradwatch.schema.names;

import io.gradwatch.schema.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A name without its word for data.
 *
 * @param split that the word stands for; empty where there is none
 * @param rest the other words
 */
record SplitWords(Optional<Split> split, List<String> rest) {

    /** Takes the first word for data out; those of two words, such as {@code test_val}, go before others. */
    static SplitWords of(List<String> words, Map<Split, List<String>> known) {
        for (int length = 2; length > 0; length--) {
            for (int at = 0; at + length <= words.size(); at++) {
                Optional<Split> split = split(String.join("_", words.subList(at, at + length)), known);
                boolean deviation = at > 0
                        && (words.get(at - 1).equals("std") || words.get(at - 1).equals("standard"));
                if (split.isPresent() && words.size() > length && !deviation) {
                    List<String> rest = new ArrayList<>(words.subList(0, at));
                    rest.addAll(words.subList(at + length, words.size()));
                    return new SplitWords(split, rest);
                }
            }
        }
        return new SplitWords(Optional.empty(), words);
    }

    private static Optional<Split> split(String word, Map<Split, List<String>> known) {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().contains(word))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
