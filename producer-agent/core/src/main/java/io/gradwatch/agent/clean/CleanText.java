package io.gradwatch.agent.clean;

import java.util.stream.Collectors;

/** Makes text that a job hands over fit to be sent: bounded, and free of what breaks terminals and logs. */
public final class CleanText {

    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {}

    /**
     * The text without surrounding blanks, its control characters replaced by blanks, unpaired surrogates by U+FFFD,
     * cut to the given length; the same object when nothing had to change, and empty for null.
     */
    public static String of(String text, int maxCharacters) {
        if (text == null) {
            return "";
        }
        if (text.length() <= maxCharacters && isClean(text)) {
            return text;
        }
        int end = Math.min(text.length(), maxCharacters);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder clean = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            clean.append(cleaned(text, i, end));
        }
        return clean.toString().strip();
    }

    /** The same of a text in lines, which stay lines. */
    public static String lines(String text, int maxCharacters) {
        if (text == null) {
            return "";
        }
        String head = text.substring(0, Math.min(text.length(), maxCharacters));
        String clean = head.lines().map(line -> ofLine(line, maxCharacters)).collect(Collectors.joining("\n"));
        return clean.strip();
    }

    /** With the blanks that the line begins with. */
    private static String ofLine(String line, int maxCharacters) {
        String text = line.stripLeading();
        return " ".repeat(line.length() - text.length()) + of(text, maxCharacters);
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return isCleanBeyondAscii(text, i);
            }
        }
        return text.isEmpty() || (text.charAt(0) != ' ' && text.charAt(text.length() - 1) != ' ');
    }

    private static boolean isCleanBeyondAscii(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (cleaned(text, i, text.length()) != text.charAt(i)) {
                return false;
            }
        }
        return text.strip().length() == text.length();
    }

    private static char cleaned(String text, int index, int end) {
        char c = text.charAt(index);
        if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            return ' ';
        }
        if (Character.isHighSurrogate(c)) {
            return index + 1 < end && Character.isLowSurrogate(text.charAt(index + 1)) ? c : REPLACEMENT;
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1)) ? c : REPLACEMENT;
        }
        return c;
    }
}
