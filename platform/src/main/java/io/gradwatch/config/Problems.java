package io.gradwatch.config;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Problems of one file, collected while it is read; each is kept once. */
final class Problems {

    private record Problem(int line, String text) {}

    private final String file;
    private final TreeSet<Problem> found =
            new TreeSet<>(Comparator.comparingInt(Problem::line).thenComparing(Problem::text));

    Problems(String file) {
        this.file = file;
    }

    /** @param line from 1; 0 where the problem has no line */
    void add(int line, String text) {
        found.add(new Problem(line, text));
    }

    /** The text, or the beginning of a long one. */
    static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    List<String> inOrder() {
        return found.stream()
                .map(problem -> (problem.line == 0 ? file : file + ":" + problem.line) + ": " + problem.text)
                .toList();
    }
}
