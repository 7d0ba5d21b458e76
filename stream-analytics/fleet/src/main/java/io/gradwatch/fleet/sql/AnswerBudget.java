package io.gradwatch.fleet.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes of all answers that are written or sent now. Answers are files, so that they take no memory. Thread-safe. */
final class AnswerBudget {

    private final long mostBytes;
    private final Set<Path> files = ConcurrentHashMap.newKeySet();

    /** @param mostBytes of all answers together */
    AnswerBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    long mostBytes() {
        return mostBytes;
    }

    void add(Path file) {
        files.add(file);
    }

    void remove(Path file) {
        files.remove(file);
    }

    /** Answers that are written or sent now. */
    int answers() {
        return files.size();
    }

    /** True where all files together are longer than allowed. */
    boolean isSpent() {
        return files.stream().mapToLong(AnswerBudget::size).sum() > mostBytes;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // It is not begun, or gone already.
            return 0;
        }
    }
}
