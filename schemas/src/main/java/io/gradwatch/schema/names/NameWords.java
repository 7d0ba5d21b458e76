package io.gradwatch.schema.names;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words of a name: case, separators, camel case and a unit in brackets do not matter. */
public final class NameWords {

    /** A name is read no further than this. */
    private static final int LONGEST_CHARS = 300;

    private static final Pattern UNIT = Pattern.compile("\\s*\\[[^\\]]*\\]\\s*$|\\s+\\([^)]*\\)\\s*$");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern ACCENTS = Pattern.compile("[\\u0300-\\u036f]+");
    /** Abbreviations that look like camel case and are one word. */
    private static final Pattern ONE_WORD = Pattern.compile("\\bmAP|\\bmIoU|\\bIoU|\\bGIoU|\\bCIoU|\\bGANs?\\b");

    private NameWords() {}

    /** The words, in lower case and in their order; empty where the name has none. */
    public static List<String> of(String name) {
        String start = name.length() <= LONGEST_CHARS ? name : name.substring(0, LONGEST_CHARS);
        String plain = UNIT.matcher(start).replaceFirst("");
        String lowered =
                ONE_WORD.matcher(plain).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
        String apart = plainLetters(CAMEL.matcher(lowered).replaceAll("_").toLowerCase(Locale.ROOT));
        return Arrays.stream(SEPARATORS.split(apart))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Letters without their accents. */
    private static String plainLetters(String text) {
        return text.chars().allMatch(character -> character < 128)
                ? text
                : Normalizer.normalize(
                        ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                                .replaceAll(""),
                        Normalizer.Form.NFC);
    }

    /** The name with underscores for its separators, in lower case; camel case is one word. */
    static String plain(String name) {
        String start = name.length() <= LONGEST_CHARS ? name : name.substring(0, LONGEST_CHARS);
        return String.join("_", SEPARATORS.split(start.strip().toLowerCase(Locale.ROOT)));
    }

    /** The words with underscores between them: {@code Loss/train} is {@code loss_train}. */
    public static String joined(String name) {
        return String.join("_", of(name));
    }
}
