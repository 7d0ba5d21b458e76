package io.gradwatch.fleet.summary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.fleet.sql.AnswerFile;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Sums up a stretch of time from the history, by questions in SQL with their bounds of time and memory. Thread-safe.
 *
 * @param sql that is asked
 */
public record SummaryService(SqlService sql) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Summary of a period.
     *
     * @param isCancelled true once nobody waits for it
     * @throws SqlRefusedException with the reason, when the questions cannot be answered
     */
    public Summary of(SummaryPeriod period, BooleanSupplier isCancelled) throws SqlRefusedException {
        SummaryQueries queries = new SummaryQueries(period);
        JsonNode runs = rows(queries.runs(), isCancelled).path(0);
        JsonNode losses = rows(queries.losses(), isCancelled);
        JsonNode votes = rows(queries.votes(), isCancelled).path(0);
        return new Summary(
                period.fromMillis(),
                period.toMillis(),
                period.project(),
                new Summary.RunCounts(
                        runs.path(0).asLong(),
                        runs.path(1).asLong(),
                        runs.path(2).asLong(),
                        runs.path(3).asLong()),
                losses.path(0).path(8).asDouble(),
                losses.path(0).path(9).asLong(),
                list(rows(queries.faults(), isCancelled), SummaryService::fault),
                list(losses, SummaryService::run).stream()
                        .filter(run -> run.gpuHoursLost() > 0)
                        .toList(),
                list(rows(queries.results(), isCancelled), SummaryService::result),
                new Summary.Votes(votes.path(0).asLong(), votes.path(1).asLong()));
    }

    private static Summary.Fault fault(JsonNode row) {
        return new Summary.Fault(
                row.path(0).asText(),
                row.path(1).asLong(),
                row.path(2).asLong(),
                row.path(3).asLong(),
                row.path(4).asLong(),
                row.path(5).asLong(),
                row.path(6).asLong());
    }

    private static Summary.WorstRun run(JsonNode row) {
        return new Summary.WorstRun(
                row.path(0).asText(),
                row.path(1).asText(""),
                row.path(2).asText(""),
                row.path(3).asText(""),
                row.path(4).asText(),
                row.path(5).asText(),
                row.path(6).asDouble(),
                row.path(7).asBoolean());
    }

    private static Summary.Result result(JsonNode row) {
        return new Summary.Result(
                row.path(0).asText(""),
                row.path(1).asText(),
                row.path(2).asText(""),
                row.path(3).asDouble(),
                row.path(4).isNull() ? null : (Double) row.path(4).asDouble());
    }

    private static <T> List<T> list(JsonNode rows, Function<JsonNode, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    private JsonNode rows(String query, BooleanSupplier isCancelled) throws SqlRefusedException {
        try (AnswerFile answer = sql.answer(SqlFormat.JSON, query, SummaryQueries.MOST_FAULTS, isCancelled);
                InputStream in = answer.open()) {
            return MAPPER.readTree(in).path("rows");
        } catch (IOException e) {
            throw new UncheckedIOException("the answer of a question of the summary cannot be read", e);
        }
    }
}
