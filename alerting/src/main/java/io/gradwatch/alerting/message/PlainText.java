package io.gradwatch.alerting.message;

import java.util.regex.Pattern;

/** Makes text that a job sent harmless: every name, layer and sentence of an alert passes here before it is shown. */
public final class PlainText {

    /** A dot within a name; in a number it is none. */
    private static final Pattern DOT = Pattern.compile("(?<=[\\p{L}\\p{N}_-])\\.(?=\\p{L})");

    private PlainText() {}

    /**
     * The text on one line: control characters and line breaks become blanks, characters that turn the direction of
     * writing or are invisible are left out, runs of blanks become one.
     *
     * @param maximumLength in characters, at least 1; a longer text ends with "…"
     */
    public static String oneLine(String text, int maximumLength) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), maximumLength + 1));
        int at = 0;
        while (at < text.length() && line.length() <= maximumLength) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (isBlank(c)) {
                if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else if (isVisible(c)) {
                line.appendCodePoint(c);
            }
        }
        return shortened(line.toString().strip(), maximumLength);
    }

    /** The text if it has at most {@code maximumLength} characters, else its beginning and "…"; no pair is cut. */
    public static String shortened(String text, int maximumLength) {
        return text.length() <= maximumLength ? text : cut(text, maximumLength - 1) + "…";
    }

    /** The first {@code maximumLength} characters of the text at most; no pair of surrogates is cut. */
    public static String cut(String text, int maximumLength) {
        if (text.length() <= maximumLength) {
            return text;
        }
        boolean pair = maximumLength > 0 && Character.isHighSurrogate(text.charAt(maximumLength - 1));
        return text.substring(0, pair ? maximumLength - 1 : maximumLength);
    }

    /**
     * The text in which no program that looks for addresses and mentions finds one: an invisible joiner (U+2060) stands
     * behind each @, and in each name with dots, such as {@code evil.example}.
     */
    public static String unlinked(String plain) {
        return DOT.matcher(plain.replace("@", "@\u2060")).replaceAll(".\u2060");
    }

    /** The text in HTML, in which nothing of it is markup. */
    public static String html(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.getType(c) == Character.CONTROL;
    }

    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return type != Character.FORMAT && type != Character.SURROGATE && type != Character.UNASSIGNED;
    }
}
