package io.gradwatch.agent.logs.text.plain;

import io.gradwatch.schema.names.NameCatalogue;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lines in other languages than English, with the words of the names catalogue for theirs. To add one: a word there.
 */
final class ForeignWords {

    private static final Map<String, String> WORDS = NameCatalogue.shared().translations();
    private static final Pattern ACCENTS = Pattern.compile("[\u0300-\u036f]+");
    /** Without its accent it is the English word, which is something else. */
    private static final Pattern ACCURACY =
            Pattern.compile("precisi\u00f3n|pr\u00e9cision", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern OF = Pattern.compile("(?<=\\d) (?:von|de|sur|di|\u0438\u0437) (?=\\d)");
    private static final Pattern CHINESE_COUNT = Pattern.compile(
            "\u7b2c ?(\\d{1,9}) ?(?:\u8f6e\u6b21?|\u6b65|\u6b21\u8fed\u4ee3|\u4e2a?\u5468\u671f|\u56de\u5408|\u4e16\u4ee3|\u30a8\u30dd\u30c3\u30af|\u30b9\u30c6\u30c3\u30d7)");
    /** The Chinese and Japanese words for is, before a number. */
    private static final Pattern IS = Pattern.compile("[\u4e3a\u70ba\u662f\u306f] ?(?=[-+.\\d]|[nN]a[nN])");

    private static final Pattern ANY = pattern();
    /** The longest part of each word: a line of plain letters without any of them is not searched. */
    private static final Set<String> PARTS = WORDS.keySet().stream()
            .map(word -> Arrays.stream(word.split("_"))
                    .max(Comparator.comparingInt(String::length))
                    .orElseThrow())
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST_PART =
            PARTS.stream().mapToInt(String::length).max().orElseThrow();

    private ForeignWords() {}

    private static Pattern pattern() {
        String words = WORDS.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(word -> Arrays.stream(word.split("_")).map(Pattern::quote).collect(Collectors.joining("[ _']")))
                .collect(Collectors.joining("|"));
        // A word ends where a letter does; Chinese and Japanese have no blanks between words.
        return Pattern.compile(
                "(?<![a-z_])(?:" + words + ")(?![a-z_])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** The line with its words for losses, steps and the like in English. */
    static String inEnglish(String line) {
        if (!mayHaveAny(line)) {
            return line;
        }
        String counted = IS.matcher(CHINESE_COUNT.matcher(line).replaceAll(ForeignWords::count))
                .replaceAll(": ");
        Matcher words = ANY.matcher(plain(counted));
        String english = words.replaceAll(ForeignWords::word);
        return OF.matcher(english).replaceAll("/");
    }

    private static String word(MatchResult found) {
        String key = found.group().toLowerCase(Locale.ROOT).replaceAll("[ ']", "_");
        return WORDS.get(key).replace('_', ' ') + " ";
    }

    private static String plain(String line) {
        String known = ACCURACY.matcher(line).replaceAll("acc");
        String apart = ACCENTS.matcher(Normalizer.normalize(known, Normalizer.Form.NFD))
                .replaceAll("");
        return Normalizer.normalize(apart, Normalizer.Form.NFC);
    }

    private static boolean mayHaveAny(String line) {
        int start = -1;
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : ' ';
            if (c >= 128) {
                return true;
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                if (i - start <= LONGEST_PART
                        && PARTS.contains(line.substring(start, i).toLowerCase(Locale.ROOT))) {
                    return true;
                }
                start = -1;
            }
        }
        return false;
    }

    private static String count(MatchResult count) {
        boolean step =
                Stream.of("\u6b65", "\u8fed\u4ee3", "\u30b9\u30c6\u30c3\u30d7").anyMatch(count.group()::endsWith);
        return (step ? "step " : "epoch ") + count.group(1) + " ";
    }
}
