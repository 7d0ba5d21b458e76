package io.gradwatch.fleet.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradwatch.fleet.sql.SqlFormats;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlResult;
import io.gradwatch.fleet.sql.SqlService;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
        String accepted = context.header("Accept") == null ? "" : context.header("Accept");
        try (Caller caller = new Caller(context)) {
            if (FileAnswer.PARQUET.wanted(context)) {
                int limit = limit(question, Integer.MAX_VALUE);
                FileAnswer.PARQUET.send(context, sql.parquet(question.query(), limit, caller::isGone));
            } else if (FileAnswer.ARROW.wanted(context)) {
                int limit = limit(question, Integer.MAX_VALUE);
                FileAnswer.ARROW.send(context, sql.arrow(question.query(), limit, caller::isGone));
            } else if (accepted.contains(CSV)) {
                SqlResult result = sql.query(question.query(), limit(question, Integer.MAX_VALUE), caller::isGone);
                send(context, CSV + "; charset=utf-8", out -> SqlFormats.csv(result, out));
            } else {
                SqlResult result = sql.query(question.query(), limit(question, USUAL_ROWS), caller::isGone);
                send(context, "application/json", out -> SqlFormats.json(result, out));
            }
        } catch (SqlRefusedException e) {
            throw switch (e.reason()) {
                case TOO_MANY -> ApiException.tooMany(e.getMessage());
                case NOT_ALLOWED, TOO_EXPENSIVE, CANCELLED -> ApiException.badRequest(e.getMessage());
            };
        }
    }

    private static int limit(Question question, int otherwise) {
        return question.limit() == null ? otherwise : question.limit();
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

    /** Writes an answer in its format. */
    @FunctionalInterface
    private interface Format {
        void write(OutputStream out) throws IOException;
    }

    private static void send(Context context, String type, Format format) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            format.write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        context.contentType(type).result(answer.toByteArray());
    }
}
