package io.gradwatch.fleet.sql;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import io.gradwatch.fleet.sql.worker.SqlDatabase;
import io.gradwatch.fleet.sql.worker.SqlValidator;
import io.gradwatch.fleet.testing.SqlResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlValidatorTest {

    private static final String ENDLESS =
            "WITH RECURSIVE t AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t";

    @TempDir
    private static Path root;

    private static History history;
    private static SqlService sql;

    @BeforeAll
    static void open() {
        history = new History(root.resolve("history"), HistorySettings.defaults());
        sql = new SqlService(history, new SqlSettings(Duration.ofMinutes(1), 1_000, 2, 128L << 20, 2));
    }

    @AfterAll
    static void close() {
        sql.close();
        history.close();
    }

    static Stream<String> forbidden() {
        return Stream.of(
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_blob('/etc/passwd')",
                "SELECT * FROM read_text('$/commits/x.json')",
                "SELECT * FROM read_json_auto('$/commits/x.json')",
                "SELECT * FROM read_parquet('$/steps/day=2026-11-25/x.parquet')",
                "SELECT * FROM parquet_scan('$/steps/*.parquet')",
                "SELECT * FROM parquet_metadata('$/steps/x.parquet')",
                "SELECT * FROM glob('/*')",
                "SELECT * FROM '/etc/passwd'",
                "SELECT * FROM '$/commits/x.json'",
                "SELECT * FROM \"/etc/passwd\"",
                "WITH \"/etc/x.csv\" AS (SELECT 1) SELECT * FROM \"/etc/x.csv\"",
                "SELECT * FROM (WITH \"a.csv\" AS (SELECT 1) FROM \"a.csv\"), 'a.csv'",
                "WITH duckdb_settings AS (SELECT 1) FROM duckdb_settings",
                "SELECT (SELECT count(*) FROM read_csv('/etc/passwd')) FROM steps",
                "SELECT * FROM steps WHERE run IN (FROM read_text('/etc/passwd') SELECT content)",
                "SELECT * FROM steps, LATERAL (FROM read_text(run))",
                "COPY steps TO '/tmp/x.csv'",
                "COPY (SELECT 1) TO '$/steps/x.parquet'",
                "COPY steps FROM '/etc/passwd'",
                "EXPORT DATABASE '/tmp/x'",
                "IMPORT DATABASE '/tmp/x'",
                "ATTACH '/tmp/x.db'",
                "DETACH memory",
                "INSTALL httpfs",
                "SELECT repeat('x', 2000000000)",
                "SELECT length(lpad('x', 2000000000, 'y'))",
                "SELECT printf('%2000000000d', 1)",
                "SELECT list_resize([1], 2000000000)",
                "LOAD httpfs",
                "LOAD '/tmp/x.duckdb_extension'",
                "SET memory_limit = '100GB'",
                "SET enable_external_access = true",
                "RESET lock_configuration",
                "PRAGMA database_list",
                "PRAGMA enable_profiling",
                "CALL pragma_version()",
                "SELECT * FROM pragma_database_list()",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM duckdb_secrets()",
                "SELECT * FROM duckdb_settings",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM sqlite_master",
                "SELECT * FROM pg_catalog.pg_class",
                "SELECT * FROM raw_steps",
                "SELECT * FROM memory.main.steps",
                "SELECT * FROM temp.raw_runs",
                "WITH raw_runs AS (SELECT 1) SELECT * FROM raw_runs",
                "SELECT * FROM (WITH raw_runs AS (SELECT 1) FROM raw_runs), raw_runs",
                "SELECT (WITH RAW_alerts AS (SELECT 1) SELECT count(*) FROM raw_alerts) FROM raw_alerts",
                "WITH raw_asked AS (SELECT 1) SELECT 1",
                "WITH raw_no_steps AS (SELECT 1) FROM raw_no_steps",
                "SELECT 'a\0b'",
                "SELECT 1\0; DROP VIEW steps",
                "SHOW TABLES",
                "SHOW ALL TABLES",
                "SELECT getenv('HOME')",
                "SELECT main.getenv('HOME')",
                "SELECT current_setting('memory_limit')",
                "SELECT list_transform([1], x -> getenv('HOME'))",
                "SELECT * FROM query('SELECT 1')",
                "SELECT * FROM query_table('steps')",
                "SELECT * FROM json_execute_serialized_sql('{}')",
                "SELECT nextval('s')",
                "CREATE TABLE x AS SELECT 1",
                "CREATE MACRO f() AS 1",
                "CREATE SECRET (TYPE s3)",
                "DROP VIEW steps",
                "INSERT INTO steps SELECT * FROM steps",
                "DELETE FROM steps",
                "UPDATE steps SET loss = 0",
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP VIEW steps",
                "BEGIN",
                "CHECKPOINT",
                "VACUUM",
                "EXPLAIN ANALYZE SELECT 1",
                "PREPARE x AS SELECT 1",
                "EXECUTE x",
                "SELECT ?",
                "SELECT $1",
                "",
                ";",
                "not sql",
                "SELECT '" + "x".repeat(SqlValidator.MOST_CHARACTERS) + "'",
                "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource
    void forbidden(String query) throws Exception {
        Path commit = history.root().resolve("commits/x.json");
        Files.createDirectories(commit.getParent());
        Files.writeString(commit, "{\"secret\": 1}");
        String text = query.replace("$/", history.root() + "/");
        SqlRefusedException refused =
                catchThrowableOfType(SqlRefusedException.class, () -> SqlResult.query(sql, text, 10));
        assertThat(refused).as(query).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(refused.getMessage()).isNotBlank();
    }

    @Test
    void secondFence_holdsByItself() throws Exception {
        Path commit = history.root().resolve("commits/x.json");
        Files.createDirectories(commit.getParent());
        Files.writeString(commit, "{}");
        try (SqlDatabase database = new SqlDatabase(SqlService.bounds(history, SqlSettings.defaults()))) {
            for (String statement : List.of(
                    "FROM read_text('/etc/passwd')",
                    "FROM read_text('" + commit + "')",
                    "FROM glob('" + history.root() + "/../*')",
                    "ATTACH '" + root + "/x.db'",
                    "INSTALL httpfs",
                    "SET memory_limit = '100GB'",
                    "SET enable_external_access = true",
                    "COPY (SELECT 1) TO '" + root + "/x.csv'",
                    "COPY (SELECT 1) TO '" + history.root() + "/commits/y.json'")) {
                assertThatThrownBy(() -> database.withoutFence(statement))
                        .as(statement)
                        .isInstanceOf(java.sql.SQLException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1;",
                "SELECT 1 -- a comment",
                "FROM steps",
                "VALUES (1), (2)",
                "DESCRIBE steps",
                "SUMMARIZE SELECT 1 AS x",
                "WITH a AS (SELECT 1 AS x), b AS (FROM a) SELECT * FROM b JOIN a USING (x)",
                "WITH RECURSIVE t AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM t WHERE i < 10) FROM t",
                "SELECT * FROM range(10) r, generate_series(1, 2) g",
                "SELECT unnest([1, 2])",
                "SELECT run, avg(loss) FILTER (isfinite(loss)) OVER (PARTITION BY run ORDER BY step) FROM steps",
                "SELECT count(*) FROM runs r LEFT JOIN alerts a USING (run) WHERE r.hyperparameters['lr'] IS NULL",
                "FROM (FROM steps) PIVOT (count(*) FOR rank IN (0, 1))",
                "SELECT 1 UNION SELECT 2 EXCEPT SELECT 3",
                "SELECT DISTINCT ON (run) run FROM evaluations ORDER BY run, step DESC"
            })
    void allowed(String query) throws Exception {
        assertThat(SqlResult.query(sql, query, 10).columns()).isNotEmpty();
    }

    @Test
    void answer_isCutOff_andSaysSo() throws Exception {
        SqlResult cut = SqlResult.query(sql, "SELECT range FROM range(5000) ORDER BY range DESC", 100_000);
        assertThat(cut.rows()).hasSize(1_000).startsWith(List.of(4_999L));
        assertThat(cut.truncated()).isTrue();
        assertThat(SqlResult.query(sql, "SELECT range FROM range(100)", 100).truncated())
                .isFalse();
        assertThat(SqlResult.query(sql, "SELECT range FROM range(1000000000000)", 5)
                        .rows())
                .hasSize(5);
    }

    @Test
    void hugeText_doesNotReachTheHeap() {
        try (SqlService patient =
                new SqlService(history, new SqlSettings(Duration.ofMinutes(5), 1_000, 1, 128L << 20, 2))) {
            for (String query :
                    List.of("SELECT string_agg(range::VARCHAR, '') FROM range(1000000)", "SELECT range(1000000)")) {
                assertThatThrownBy(() -> SqlResult.query(patient, query, 10)).hasMessageContaining("more than 1048576");
            }
        }
    }

    @Test
    void tooManyAtOnce_areRefused_andCancelled_whenTheClientGoes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        AtomicBoolean gone = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(2);
        try {
            List<Future<SqlResult>> running = List.of(
                    threads.submit(() -> SqlResult.query(sql, ENDLESS, 1, once(asked, gone))),
                    threads.submit(() -> SqlResult.query(sql, ENDLESS, 1, once(asked, gone))));
            assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            SqlRefusedException refused =
                    catchThrowableOfType(SqlRefusedException.class, () -> SqlResult.query(sql, "SELECT 1", 1));
            assertThat(refused.reason()).isEqualTo(Reason.TOO_MANY);
            gone.set(true);
            for (Future<SqlResult> query : running) {
                assertThatThrownBy(() -> query.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .hasCauseInstanceOf(SqlRefusedException.class);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(SqlResult.query(sql, "SELECT 1", 1).rows()).hasSize(1);
    }

    /** Counts down when each question is first asked whether its client has gone. */
    private static BooleanSupplier once(CountDownLatch asked, AtomicBoolean gone) {
        AtomicBoolean counted = new AtomicBoolean();
        return () -> {
            if (counted.compareAndSet(false, true)) {
                asked.countDown();
            }
            return gone.get();
        };
    }
}
