package io.gradwatch.fleet.http.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.ClientConnection;
import io.gradwatch.fleet.http.route.FileFormat;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.sql.AnswerFile;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Queries in SQL. They only read, so that the right to read is enough for any method.
 *
 * @param sql that is asked
 */
public record SqlRoutes(SqlService sql) implements ApiRoutes {

    private static final int USUAL_ROWS = 1_000;
    private static final String CSV = "text/csv";

    @Override
    public List<Route> routes() {
        return List.of(Route.post(
                        API + "/sql",
                        "A question in SQL over runs, steps, evaluations, tensors, alerts and annotations; a single SELECT",
                        this::answer)
                .needs(Right.READ)
                .body(Question.class, "The question")
                .answers(200, "The answer, in the format that Accept names", Answer.class)
                .format(CSV, String.class)
                .format(FileFormat.PARQUET.type(), byte[].class)
                .format(FileFormat.ARROW.type(), byte[].class)
                .fails(400, "The question is refused, or costs more than it may")
                .fails(429, "As many questions as may are being answered")
                .fails(503, "Questions cannot be answered at the moment; ask again"));
    }

    /** The body of a query. */
    @Described(name = "SqlQuestion")
    private record Question(
            @Described("A single SELECT.") String query,

            @Described(
                    value = "Most rows of the answer; 1,000 in JSON without it, and all that may be in other formats.",
                    nullable = true,
                    optional = true,
                    least = 1)
            Integer limit) {}

    /**
     * Shape of an answer in JSON, which is written row by row. Values are null, booleans, numbers or texts: times,
     * lists and maps are text as DuckDB writes it, and numbers that no double holds exactly too.
     */
    @Described(name = "SqlAnswer")
    private record Answer(
            @Described("The columns, in order.") List<Column> columns,

            @Described("Values in the order of the columns.")
            List<List<Object>> rows,

            @Described("True where there was more than was allowed or asked for.")
            boolean truncated,

            @Described("Time that it took.") long millis) {}

    /** A column of an answer. */
    @Described(name = "SqlColumn")
    private record Column(
            @Described("Name as the question gives it; it may be there twice.")
            String name,

            @Described("DuckDB's name of its type, such as DOUBLE.")
            String type) {}

    private void answer(Context context) {
        Question question = question(context);
        SqlFormat format = format(context);
        int limit =
                question.limit() != null ? question.limit() : format == SqlFormat.JSON ? USUAL_ROWS : Integer.MAX_VALUE;
        try (ClientConnection caller = new ClientConnection(context)) {
            send(context, format, sql.answer(format, question.query(), limit, caller::isGone));
        } catch (SqlRefusedException e) {
            throw switch (e.reason()) {
                case TOO_MANY -> ApiException.tooMany(e.getMessage());
                case UNAVAILABLE -> ApiException.unavailable(e.getMessage());
                case NOT_ALLOWED, TOO_EXPENSIVE, CANCELLED -> ApiException.badRequest(e.getMessage());
            };
        }
    }

    private static SqlFormat format(Context context) {
        if (FileFormat.PARQUET.wanted(context)) {
            return SqlFormat.PARQUET;
        }
        if (FileFormat.ARROW.wanted(context)) {
            return SqlFormat.ARROW;
        }
        String accepted = context.header("Accept");
        return accepted != null && accepted.contains(CSV) ? SqlFormat.CSV : SqlFormat.JSON;
    }

    private static Question question(Context context) {
        try {
            Question question = Json.mapper().readValue(context.bodyAsBytes(), Question.class);
            if (question == null || question.query() == null || question.query().isBlank()) {
                throw ApiException.badRequest(
                        "The body has no 'query'; it must be {\"query\": \"SELECT ...\", \"limit\": 1000}");
            }
            if (question.limit() != null && question.limit() < 1) {
                throw ApiException.badRequest("limit was '" + question.limit() + "' but must be 1 or more");
            }
            return question;
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest(
                    "The body is no JSON object with 'query' and 'limit': " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer goes from its file to the client, and never is in memory as a whole. */
    private static void send(Context context, SqlFormat format, AnswerFile answer) {
        switch (format) {
            case PARQUET -> FileFormat.PARQUET.send(context, answer.open());
            case ARROW -> FileFormat.ARROW.send(context, answer.open());
            case CSV -> context.contentType(CSV + "; charset=utf-8").result(answer.open());
            case JSON -> context.contentType("application/json").result(answer.open());
        }
    }
}
