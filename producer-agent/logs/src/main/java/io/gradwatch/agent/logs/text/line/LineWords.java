package io.gradwatch.agent.logs.text.line;

/** Words in a line: {@code train/loss}, {@code Acc@1}, {@code loss_cls.0}, {@code mAP50-95}. */
final class LineWords {

    private LineWords() {}

    /** The end of the word that begins there. */
    static int end(String line, int start) {
        int at = start;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (Character.isLetterOrDigit(c) || c == '_') {
                at++;
            } else if ("/.-@+".indexOf(c) >= 0 && at + 1 < line.length() && joins(line, at)) {
                at += 2;
            } else if (c == '\''
                    && line.startsWith("'s", at)
                    && (at + 2 == line.length() || line.charAt(at + 2) == ' ')) {
                return at;
            } else {
                return at;
            }
        }
        return at;
    }

    private static boolean joins(String line, int at) {
        char mark = line.charAt(at);
        char next = line.charAt(at + 1);
        return switch (mark) {
            case '@' -> LineMarks.isDigit(next) || next == '.';
            case '/', '.' -> Character.isLetterOrDigit(next) || next == '_';
            case '-' -> Character.isLetterOrDigit(next);
            default -> false;
        };
    }

    /** True if a number with decimals is glued to the word: {@code loss0.693}. */
    static boolean isLossWithNumber(String word) {
        return word.regionMatches(true, 0, "loss", 0, 4) && word.matches("\\p{L}{4}\\d{1,9}\\.\\d{1,20}");
    }

    /**
     * Number of digits at its end that are a count of their own, as in {@code epoch3}; 0 where none are.
     *
     * @param first true if it begins the line, where {@code E3} is an epoch too
     */
    static int countDigits(String word, boolean first) {
        int digits = 0;
        while (digits < word.length() && LineMarks.isDigit(word.charAt(word.length() - 1 - digits))) {
            digits++;
        }
        if (digits == 0 || digits == word.length()) {
            return 0;
        }
        String before = word.substring(0, word.length() - digits).replaceAll("[-_#]$", "");
        return CountWords.isEpoch(before) || CountWords.isStep(before) || first && before.equalsIgnoreCase("e")
                ? digits
                : 0;
    }

    /** The next blank, or the end of the line. */
    static int blank(String line, int from) {
        int at = from;
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }
}
