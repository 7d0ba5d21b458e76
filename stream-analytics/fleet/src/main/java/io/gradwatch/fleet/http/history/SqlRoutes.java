package io.gradwatch.fleet.http.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ClientConnection;
import io.gradwatch.fleet.http.route.FileFormat;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameters;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.sql.AnswerFile;
import io.gradwatch.fleet.sql.SqlFormat;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlService;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Questions in SQL. They only read, so that the right to read is enough, whatever the method. */
public final class SqlRoutes implements Routes {

    private static final int USUAL_ROWS = 1_000;
    private static final String CSV = "text/csv";

    private final SqlService sql;

    /** @param sql that is asked */
    public SqlRoutes(SqlService sql) {
        this.sql = sql;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post(API + "/sql", this::answer, Right.READ);
    }

    /**
     * The body of a question.
     *
     * @param limit rows that are wanted; null for the usual number, and in files for as many as may be
     */
    private record Question(String query, Integer limit) {}

    private void answer(Context context) {
        new Parameters(context, Set.of());
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
