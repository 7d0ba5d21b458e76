package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Latencies;
import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.sql.AnswerFile;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.SqlSettings;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A group-by over all steps behind the fences, next to plain DuckDB over the same files, in turns. */
@Command(
        name = "history-group-by",
        description = "Milliseconds of a group-by over all steps of 200 runs, next to plain DuckDB on the same files.")
public final class HistoryGroupByCommand extends Benchmark {

    private static final String QUERY =
            "SELECT run, count(*), avg(loss), max(loss), max(gradient_norm) FROM %s GROUP BY run ORDER BY run";
    private static final int WARM_UP = 3;

    @Option(names = "--steps", defaultValue = "10000000", description = "Of all runs.")
    private long steps;

    @Option(names = "--rounds", defaultValue = "20", description = "That count.")
    private int rounds;

    @Override
    protected void measure() throws Exception {
        try (ScratchKafka kafka = new ScratchKafka();
                History history = new History(kafka.folder().resolve("history"), HistorySettings.defaults())) {
            TelemetryFill fill = TelemetryFill.send(kafka, 0, steps);
            print("history-group-by   written   %s%n", HistoryIngest.read(kafka, history, fill.records()));
            compare(history);
        }
    }

    private void compare(History history) throws Exception {
        Latencies fenced = new Latencies();
        Latencies plain = new Latencies();
        String files = history.files(HistoryTable.STEPS).stream()
                .map(file -> "'" + file + "'")
                .collect(Collectors.joining(", ", "read_parquet([", "])"));
        try (SqlService sql = new SqlService(history, SqlSettings.defaults());
                Connection duckdb = DriverManager.getConnection("jdbc:duckdb:")) {
            for (int round = -WARM_UP; round < rounds; round++) {
                long begin = System.nanoTime();
                int groups = ask(sql, String.format(QUERY, "steps"));
                long middle = System.nanoTime();
                int same = ask(duckdb, String.format(QUERY, files));
                long end = System.nanoTime();
                if (groups != same) {
                    throw new IllegalStateException(groups + " groups here and " + same + " there");
                }
                if (round >= 0) {
                    fenced.add(middle - begin);
                    plain.add(end - middle);
                }
            }
        }
        print("history-group-by   %,d steps   SqlService     %s%n", steps, fenced);
        print("history-group-by   %,d steps   plain DuckDB   %s%n", steps, plain);
    }

    /** Rows of the answer: lines of CSV behind the names. */
    private static int ask(SqlService sql, String question) throws Exception {
        try (AnswerFile answer = sql.answer(SqlFormat.CSV, question, 1_000, () -> false);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(answer.open(), StandardCharsets.UTF_8))) {
            return (int) lines.lines().count() - 1;
        }
    }

    private static int ask(Connection duckdb, String query) throws SQLException {
        int rows = 0;
        try (Statement statement = duckdb.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            while (answer.next()) {
                rows++;
            }
        }
        return rows;
    }
}
