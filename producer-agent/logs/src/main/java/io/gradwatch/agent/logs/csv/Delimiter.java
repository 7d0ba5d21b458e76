package io.gradwatch.agent.logs.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Separator of the cells of a table. */
public enum Delimiter {
    COMMA(","),
    SEMICOLON(";"),
    TAB("\t"),
    BAR("\\|"),
    /** Columns that are set apart by blanks, for the eye. */
    BLANKS(" +");

    private static final char QUOTE = '"';

    private final Pattern pattern;

    Delimiter(String pattern) {
        // A quoted cell may hold the delimiter: an even number of quotes follows each one that separates.
        this.pattern = Pattern.compile(pattern + "(?=(?:[^\"]*\"[^\"]*\")*+[^\"]*$)");
    }

    /** The one that stands most often in a heading, outside of quotes; a comma where none does. */
    public static Delimiter of(String heading) {
        Delimiter most = COMMA;
        for (Delimiter delimiter : List.of(COMMA, SEMICOLON, TAB, BAR)) {
            if (delimiter.cells(heading).size() > most.cells(heading).size()) {
                most = delimiter;
            }
        }
        boolean one = most.cells(heading).size() == 1;
        return one && BLANKS.cells(heading).size() > 1 ? BLANKS : most;
    }

    /** The cells of a line, without quotes and the blanks around them. */
    public List<String> cells(String line) {
        String text = this == BLANKS ? line.strip() : line;
        if (text.indexOf(QUOTE) < 0) {
            return this == BLANKS || this == BAR ? stripped(pattern.split(text, -1)) : plain(text);
        }
        return stripped(pattern.split(text, -1)).stream()
                .map(Delimiter::unquoted)
                .toList();
    }

    /** A line without quotes, for the many rows of long logs. */
    private List<String> plain(String line) {
        char separator = character();
        List<String> cells = new ArrayList<>();
        int start = 0;
        for (int at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, start)) {
            cells.add(line.substring(start, at).strip());
            start = at + 1;
        }
        cells.add(line.substring(start).strip());
        return cells;
    }

    private static List<String> stripped(String[] cells) {
        return Arrays.stream(cells).map(String::strip).toList();
    }

    private static String unquoted(String cell) {
        boolean quoted = cell.length() >= 2 && cell.charAt(0) == QUOTE && cell.charAt(cell.length() - 1) == QUOTE;
        return quoted
                ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"").strip()
                : cell.replace("\"", "");
    }

    /** True if only tables have it, and no lines for people. */
    boolean isOfTables() {
        return this != BAR && this != BLANKS;
    }

    public char character() {
        return switch (this) {
            case COMMA -> ',';
            case SEMICOLON -> ';';
            case TAB -> '\t';
            case BAR -> '|';
            case BLANKS -> ' ';
        };
    }
}
