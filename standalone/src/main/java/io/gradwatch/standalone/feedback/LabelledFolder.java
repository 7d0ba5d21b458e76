package io.gradwatch.standalone.feedback;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.gradwatch.standalone.evaluate.CorpusIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes labelled runs as {@code gradwatch evaluate} reads them. Logs are called by number: names of runs may hold
 * anything.
 */
final class LabelledFolder {

    private static final String INDEX = "index.csv";

    /** Part of the corpus that these runs belong to. */
    private static final String SET = "feedback";

    private final Path folder;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param folder that is made where it is missing */
    LabelledFolder(Path folder) {
        this.folder = folder;
    }

    /** True where there is an index already, which would be lost. */
    boolean isUsed() {
        return Files.exists(folder.resolve(INDEX));
    }

    /** Adds an attempt; false where its log has no row, and it is left out. */
    boolean add(VotedAttempt attempt, AttemptLog log) throws IOException {
        Path path = Path.of("runs", String.format("%05d.csv", rows.size() + 1));
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        long lines = log.write(file);
        if (lines == 0) {
            Files.delete(file);
            return false;
        }
        rows.add(List.of(
                attempt.run() + "/a" + attempt.attempt(),
                SET,
                attempt.project() + ":" + attempt.run(),
                Long.toString(lines),
                attempt.label().toString(),
                attempt.onsetStep().map(step -> Long.toString(step)).orElse(""),
                attempt.confidence(),
                path.toString().replace('\\', '/'),
                attempt.notes()));
        return true;
    }

    /** Writes the index. */
    void writeIndex() throws IOException {
        List<String> heading =
                Stream.concat(CorpusIndex.COLUMNS.stream(), Stream.of("notes")).toList();
        Files.createDirectories(folder);
        try (SequenceWriter index = new CsvMapper()
                .writer(CsvSchema.emptySchema())
                .writeValues(folder.resolve(INDEX).toFile())) {
            index.write(heading.toArray(String[]::new));
            for (List<String> row : rows) {
                index.write(row.toArray(String[]::new));
            }
        }
    }
}
