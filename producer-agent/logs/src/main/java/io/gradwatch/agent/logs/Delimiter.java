package io.gradwatch.agent.logs;

import java.util.Arrays;
import java.util.List;

/** What separates the cells of a CSV file. */
enum Delimiter {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t');

    private final char character;

    Delimiter(char character) {
        this.character = character;
    }

    /** The one that stands most often in a heading, outside of quotes; a comma where none does. */
    static Delimiter of(String heading) {
        Delimiter most = COMMA;
        for (Delimiter delimiter : values()) {
            if (delimiter.cells(heading).size() > most.cells(heading).size()) {
                most = delimiter;
            }
        }
        return most;
    }

    /** The cells of a heading, without quotes. */
    List<String> cells(String heading) {
        // A quoted cell may hold the delimiter: an even number of quotes follows each one that separates.
        return Arrays.stream(heading.split(character + "(?=(?:[^\"]*\"[^\"]*\")*+[^\"]*$)", -1))
                .map(cell -> cell.replace("\"", "").strip())
                .toList();
    }

    char character() {
        return character;
    }
}
