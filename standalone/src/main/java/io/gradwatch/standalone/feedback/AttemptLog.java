package io.gradwatch.standalone.feedback;

import io.gradwatch.schema.names.CatalogueSignal;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.StepField;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Log of rank 0 of an attempt: steps, with evaluations beside them, from questions in SQL whose columns have the names
 * of a log. A fleet answers no more rows at once than its setting allows, so that a long log comes in parts.
 */
final class AttemptLog {

    private static final String QUERY = """
            SELECT step, any_value(s.loss) AS train_loss, %1$s,
              any_value(e.loss) FILTER (e.split = 'train-val') AS val_loss,
              any_value(e.loss) FILTER (e.split = 'test-val') AS test_val_loss
            FROM (FROM steps WHERE run = %2$s AND attempt = %3$d AND rank = 0) s
            FULL JOIN (FROM evaluations WHERE run = %2$s AND attempt = %3$d AND rank = 0) e USING (step)
            %4$s GROUP BY step ORDER BY step""";

    private final VotedAttempt attempt;
    private final Function<String, InputStream> fleet;
    private String lastStep = "";
    private long rows;

    /** @param fleet that answers a question as CSV */
    AttemptLog(VotedAttempt attempt, Function<String, InputStream> fleet) {
        this.attempt = attempt;
        this.fleet = fleet;
    }

    /** Writes the log, and returns the number of its rows. */
    long write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            long before = -1;
            while (rows > before) {
                before = rows;
                writePart(out);
            }
        }
        return rows;
    }

    private void writePart(BufferedWriter out) throws IOException {
        // All columns are numbers: a row is a line, and begins with its step.
        try (BufferedReader part =
                new BufferedReader(new InputStreamReader(fleet.apply(query()), StandardCharsets.UTF_8))) {
            String heading = part.readLine();
            if (rows == 0 && heading != null) {
                out.write(heading + "\n");
            }
            for (String row = part.readLine(); row != null; row = part.readLine()) {
                out.write(row + "\n");
                lastStep = row.substring(0, row.indexOf(','));
                rows++;
            }
        }
    }

    /** The question about the rows that are not written yet. */
    String query() {
        return QUERY.formatted(
                fields(),
                "'" + attempt.run().replace("'", "''") + "'",
                attempt.attempt(),
                lastStep.isEmpty() ? "" : "WHERE step > " + Long.parseLong(lastStep));
    }

    private static String fields() {
        return NameCatalogue.shared().signals().stream()
                .flatMap(AttemptLog::field)
                .collect(Collectors.joining(", "));
    }

    private static Stream<String> field(CatalogueSignal signal) {
        Optional<StepField> field = signal.bySplit() ? Optional.empty() : signal.field();
        return field.filter(StepField::isSeries).stream()
                .map(known -> "any_value(s." + known.series() + ") AS " + signal.id());
    }
}
