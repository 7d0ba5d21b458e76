package io.gradwatch.fleet.sql;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gradwatch.fleet.history.ExampleHistory;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import io.gradwatch.fleet.testing.SqlResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlServiceTest {

    private static final String MIXED = "SELECT * FROM (VALUES (1, 'NaN'::DOUBLE, 'a \"b\", c', NULL),"
            + " (2, '-inf'::DOUBLE, '', MAP {'x': 1.5})) AS t(number, value, text, map)";

    @TempDir
    private Path root;

    @Test
    void answers_inEveryFormat() throws Exception {
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults())) {
            assertThat(text(sql, SqlFormat.JSON))
                    .contains("{\"name\":\"number\",\"type\":\"INTEGER\"}")
                    .contains("\"rows\":[[1,\"NaN\",\"a \\\"b\\\", c\",null],[2,\"-Infinity\",\"\",\"{x=1.5}\"]]")
                    .contains("\"truncated\":false");
            assertThat(text(sql, SqlFormat.CSV))
                    .isEqualTo("number,value,text,map\r\n1,NaN,\"a \"\"b\"\", c\",\r\n2,-Infinity,\"\",{x=1.5}\r\n");
            AnswerFile parquet = sql.answer(SqlFormat.PARQUET, MIXED, 10, () -> false);
            try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = duckdb.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT count(*), sum(map['x']) FROM read_parquet('" + parquet.path() + "')")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
                assertThat(rows.getDouble(2)).isEqualTo(1.5);
            }
            parquet.close();
            try (var files = Files.list(history.exports())) {
                assertThat(files).isEmpty();
            }
        }
    }

    private static String text(SqlService sql, SqlFormat format) throws Exception {
        try (InputStream answer = sql.answer(format, MIXED, 10, () -> false).open()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void dataFileThatOnlyAQuestionInSqlMeets_isFoundToBeDamaged_andLeftOut() throws Exception {
        String query = "SELECT sum(loss) FROM steps";
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults())) {
            ExampleHistory.write(history);
            Path file = largest(root.resolve("steps"));
            byte[] bytes = Files.readAllBytes(file);
            for (int at = 20; at < bytes.length - 20; at += 7) {
                bytes[at] ^= 0x55;
            }
            Files.write(file, bytes);

            assertThatThrownBy(() -> SqlResult.query(sql, query, 1)).isInstanceOf(SqlRefusedException.class);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(history.damage().found())
                            .singleElement()
                            .asString()
                            .contains(file.getFileName().toString(), "cannot be read"));
            // A question may still meet the snapshot of a moment ago.
            await().atMost(PATIENCE)
                    .ignoreException(SqlRefusedException.class)
                    .untilAsserted(() ->
                            assertThat(SqlResult.query(sql, query, 1).rows()).hasSize(1));
        }
    }

    private static Path largest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void textThatASpreadsheetTakesForAFormula_getsAnApostrophe() throws Exception {
        String query =
                "SELECT * FROM (VALUES ('=1+1'), ('+x'), ('-x'), ('@x'), (chr(9) || '=1'), ('-1.5'), ('+2e-3'), ('a=b'))"
                        + " AS t(\"=cmd\")";
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults());
                InputStream csv =
                        sql.answer(SqlFormat.CSV, query, 10, () -> false).open()) {
            assertThat(new String(csv.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("'=cmd\r\n'=1+1\r\n'+x\r\n'-x\r\n'@x\r\n'\t=1\r\n-1.5\r\n+2e-3\r\na=b\r\n");
        }
    }

    @Test
    void refusedParquet_leavesNoFile() throws Exception {
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults())) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> sql.answer(SqlFormat.PARQUET, "SELECT error('x') FROM range(3)", 10, () -> false)))
                    .isInstanceOf(SqlRefusedException.class);
            try (var files = Files.list(history.exports())) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void wordsAndResultsOfRuns_areColumns() throws Exception {
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults())) {
            ExampleHistory.write(history);
            assertThat(SqlResult.query(
                                    sql,
                                    "SELECT run, notes, summary['val/loss'] FROM runs WHERE list_contains(tags, 'best') AND"
                                            + " run_group = 'rates'",
                                    10)
                            .rows()
                            .toString())
                    .isEqualTo("[[v2, the rate of the paper, 0.2]]");
            assertThat(SqlResult.query(sql, "SELECT count(*) FROM runs WHERE tags = []", 10)
                            .rows())
                    .asString()
                    .isEqualTo("[[2]]");
        }
    }

    @Test
    void filesWrittenBeforeRunsHadTheirLastColumns_areReadToo() throws Exception {
        try (History history = new History(root, HistorySettings.defaults())) {
            ExampleHistory.write(history);
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().contains("/runs/")
                            && path.toString().endsWith(".parquet"))
                    .toList()) {
                withoutColumns(file);
            }
        }
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults())) {
            assertThat(SqlResult.query(sql, "SELECT name, tags, notes FROM runs WHERE run = 'v2'", 10)
                            .rows()
                            .toString())
                    .contains("[], null");
            assertThat(history.rows()
                            .ofRun(
                                    HistoryTable.RUNS,
                                    "v2",
                                    "SELECT tags FROM " + RowQueries.ROWS + " WHERE run = $1",
                                    row -> 1))
                    .isNotEmpty();
        }
    }

    private void withoutColumns(Path file) throws Exception {
        long before = Files.size(file);
        Path older = file.resolveSibling("older");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "COPY (SELECT * EXCLUDE (tags, notes, run_group, definitions, summary) FROM read_parquet('" + file
                            + "', hive_partitioning = false)) TO '" + older + "' (FORMAT parquet)");
        }
        Files.move(older, file, StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> commits = Files.walk(root.resolve("commits"))) {
            for (Path commit : commits.filter(Files::isRegularFile).toList()) {
                String written = Files.readString(commit);
                Files.writeString(
                        commit, written.replace("\"bytes\":" + before + ",", "\"bytes\":" + Files.size(file) + ","));
            }
        }
    }

    @Test
    void supersededRows_areThoseThatALaterAttemptDidAgain() throws Exception {
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, SqlSettings.defaults())) {
            ExampleHistory.write(history);
            assertThat(SqlResult.query(
                                    sql,
                                    "SELECT attempt, min(step), max(step), count(*) FROM steps WHERE run = 'l0' AND NOT"
                                            + " superseded GROUP BY attempt ORDER BY attempt",
                                    10)
                            .rows()
                            .toString())
                    .isEqualTo("[[0, 0, 49, 50], [1, 50, 99, 50]]");
        }
    }
}
