package io.gradwatch.standalone.feedback;

import io.gradwatch.schema.names.CatalogueSignal;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.StepField;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Log of rank 0 of an attempt, as a question in SQL whose columns have the names of a log: steps, with evaluations
 * beside them.
 */
final class AttemptLog {

    private static final String QUERY = """
            SELECT step, any_value(s.loss) AS train_loss, %1$s,
              any_value(e.loss) FILTER (e.split = 'train-val') AS val_loss,
              any_value(e.loss) FILTER (e.split = 'test-val') AS test_val_loss
            FROM (FROM steps WHERE run = %2$s AND attempt = %3$d AND rank = 0) s
            FULL JOIN (FROM evaluations WHERE run = %2$s AND attempt = %3$d AND rank = 0) e USING (step)
            GROUP BY step ORDER BY step""";

    private AttemptLog() {}

    /** The question about an attempt. */
    static String query(VotedAttempt attempt) {
        return QUERY.formatted(fields(), "'" + attempt.run().replace("'", "''") + "'", attempt.attempt());
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
