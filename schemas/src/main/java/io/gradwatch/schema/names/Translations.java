package io.gradwatch.schema.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Words of other languages. Where a language sets no blanks, the known words are found within a word. */
final class Translations {

    private static final int LONGEST_PHRASE = 3;

    private final Map<String, String> words;
    private final List<String> longestFirst;

    /** @param words without accents, in lower case, each with one or two of the words of the catalogue */
    Translations(Map<String, String> words) {
        this.words = Map.copyOf(words);
        this.longestFirst = words.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Each word, or several with underscores between them, and what it is in the catalogue. */
    Map<String, String> words() {
        return words;
    }

    /** The words of a name in those of the catalogue; what is not known stays. */
    List<String> of(List<String> name) {
        List<String> translated = new ArrayList<>();
        for (int i = 0; i < name.size(); i++) {
            String word = name.get(i);
            int several = several(name, i);
            if (several > 1) {
                String phrase = String.join("_", name.subList(i, i + several));
                translated.addAll(List.of(words.get(phrase).split("_")));
                i += several - 1;
            } else if (words.containsKey(word)) {
                translated.addAll(List.of(words.get(word).split("_")));
            } else if (word.chars().allMatch(character -> character < 128)) {
                translated.add(word);
            } else {
                within(word, translated);
            }
        }
        return translated;
    }

    /** Number of words from there that are known as one phrase; 0 where none are. */
    private int several(List<String> name, int from) {
        for (int length = LONGEST_PHRASE; length > 1; length--) {
            if (from + length <= name.size()
                    && words.containsKey(String.join("_", name.subList(from, from + length)))) {
                return length;
            }
        }
        return 0;
    }

    private void within(String word, List<String> translated) {
        int rest = 0;
        for (int at = 0; at < word.length(); ) {
            String from = word.substring(at);
            String known =
                    longestFirst.stream().filter(from::startsWith).findFirst().orElse("");
            if (!known.isEmpty()) {
                addRest(word.substring(rest, at), translated);
                translated.addAll(List.of(words.get(known).split("_")));
                rest = at + known.length();
            }
            at += Math.max(1, known.length());
        }
        addRest(word.substring(rest), translated);
    }

    private static void addRest(String text, List<String> translated) {
        if (!text.isEmpty()) {
            translated.add(text);
        }
    }
}
