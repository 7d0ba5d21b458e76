package io.gradwatch.fleet.sql;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import io.gradwatch.fleet.testing.SqlResult;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions that DuckDB neither ends nor keeps within its memory. A test that hangs is one that fails. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileSqlTest {

    private static final String SERIES =
            "SELECT generate_series(timestamp '0001-01-01', timestamp '9999-01-01', interval 1 microsecond)";

    private static final String A = "'" + "a".repeat(45_000) + "'";
    private static final String B = "'" + "b".repeat(45_000) + "'";

    @TempDir
    private static Path root;

    private static History history;
    private static SqlService sql;

    @BeforeAll
    static void open() {
        history = new History(root.resolve("history"), HistorySettings.defaults());
        sql = new SqlService(history, new SqlSettings(Duration.ofSeconds(2), 1_000, 4, 256L << 20, 1));
    }

    @AfterAll
    static void close() {
        sql.close();
        history.close();
    }

    static Stream<String> hostile() {
        return Stream.of(
                SERIES,
                "SELECT levenshtein(" + A + ", " + B + ")",
                "SELECT damerau_levenshtein(" + A + ", " + B + ")",
                "SELECT length(replace(" + A + ", 'a', " + B + "))",
                "SELECT length(regexp_replace(" + A + ", 'a', " + B + ", 'g'))",
                "SELECT sum(hash(a.range, b.range)) FROM range(10000000) a, range(10000000) b",
                "SELECT count(DISTINCT range) FROM range(1000000000)",
                "WITH RECURSIVE t AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t",
                "SELECT count(*) FROM range(1000000000000)",
                "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b",
                "SELECT count(DISTINCT range) FROM range(100000000000)",
                "SELECT list(range) FROM range(10000000000)",
                "SELECT count(*) FROM (SELECT range AS r FROM range(300000000) ORDER BY hash(range))",
                "SELECT string_agg(hash(range)::VARCHAR, '') FROM range(1000000000)");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void statementThatDoesNotEnd_isTooExpensive_andTheNextIsAnswered(String query) throws Exception {
        SqlRefusedException refused =
                catchThrowableOfType(SqlRefusedException.class, () -> SqlResult.query(sql, query, 10));

        assertThat(refused).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.TOO_EXPENSIVE);
        assertThat(refused).message().containsAnyOf("took longer than 2000 ms", "more memory than a query may");
        awaitAnswer(sql);
    }

    /** On a busy host the process of a question, which is nicer than the test, may get no processor for two seconds. */
    private static void awaitAnswer(SqlService asked) {
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(
                        e -> e instanceof SqlRefusedException refused && refused.reason() == Reason.TOO_EXPENSIVE)
                .untilAsserted(
                        () -> assertThat(SqlResult.query(asked, "SELECT 42", 1).rows())
                                .containsExactly(List.of(42)));
    }

    @Test
    void fourAtOnce_areEnded_andFourGoodOnesAreAnswered() throws Exception {
        for (SqlRefusedException refused : atOnce(SERIES)) {
            assertThat(refused.reason()).isEqualTo(Reason.TOO_EXPENSIVE);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(atOnce("SELECT 42")).containsOnlyNulls());
    }

    private static List<SqlRefusedException> atOnce(String query) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<SqlRefusedException>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asked.add(threads.submit(
                        () -> catchThrowableOfType(SqlRefusedException.class, () -> SqlResult.query(sql, query, 1))));
            }
            List<SqlRefusedException> refused = new ArrayList<>();
            for (Future<SqlRefusedException> each : asked) {
                refused.add(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return refused;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void fourLegalAnswersOf64MiCharacters_takeNoMemoryHere() throws Exception {
        String query = "SELECT array_to_string(list_transform(range(65536), lambda x: 'x'), '') FROM range(1000)";
        try (SqlService patient =
                new SqlService(history, new SqlSettings(Duration.ofMinutes(1), 100_000, 4, 512L << 20, 1))) {
            List<AnswerFile> answers = new ArrayList<>();
            long before = allocated();
            for (int i = 0; i < 4; i++) {
                answers.add(patient.answer(SqlFormat.JSON, query, 100_000, () -> false));
            }
            assertThat(answers).allMatch(answer -> answer.size() > 60 << 20);
            for (AnswerFile answer : answers) {
                try (InputStream bytes = answer.open()) {
                    bytes.transferTo(OutputStream.nullOutputStream());
                }
            }
            // An answer is asked for and read by one thread, here that of the test.
            assertThat(allocated() - before).isLessThan(32 << 20);
        }
        try (Stream<Path> left = Files.list(history.exports())) {
            assertThat(left).isEmpty();
        }
    }

    /** Bytes of the heap that this thread has ever taken. */
    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void answerFilesThatGrowTooLong_endTheQuestion() throws Exception {
        try (SqlService patient =
                new SqlService(history, new SqlSettings(Duration.ofMinutes(1), 100_000, 1, 512L << 20, 1))) {
            // Each character takes six in JSON.
            SqlRefusedException refused = catchThrowableOfType(
                    SqlRefusedException.class,
                    () -> SqlResult.query(
                            patient,
                            "SELECT array_to_string(list_transform(range(100000), lambda x: chr(1)), '') FROM range(600)",
                            100_000));
            assertThat(refused).hasMessageContaining("the answer has more than 268435456 bytes");
        }
    }

    @Test
    void servicesThatAreNotAsked_haveNoProcess_andThoseThatAreClosedLeaveNone() throws Exception {
        Set<Long> own;
        try (SqlService asked = new SqlService(history, SqlSettings.defaults())) {
            assertThat(asked.processes()).isZero();
            assertThat(SqlResult.query(asked, "SELECT 1", 1).rows()).hasSize(1);
            assertThat(SqlResult.query(asked, "SELECT 2", 1).rows()).hasSize(1);
            assertThat(asked.processes()).isEqualTo(1);
            own = asked.pids();
            assertThat(own).hasSize(1).allMatch(HostileSqlTest::isAlive);
        }
        assertThat(own).noneMatch(HostileSqlTest::isAlive);
    }

    @Test
    void processThatIsStopped_takesNoQuestion_andAnotherAnswersTheNext() throws Exception {
        try (SqlService asked =
                new SqlService(history, new SqlSettings(Duration.ofSeconds(2), 1_000, 1, 256L << 20, 1))) {
            awaitAnswer(asked);
            long stopped = asked.pids().iterator().next();
            assertThat(new ProcessBuilder("kill", "-STOP", String.valueOf(stopped))
                            .start()
                            .waitFor())
                    .isZero();

            // More than a pipe holds.
            SqlRefusedException refused = catchThrowableOfType(
                    SqlRefusedException.class, () -> SqlResult.query(asked, "SELECT '" + "a".repeat(90_000) + "'", 1));

            assertThat(refused).hasMessageContaining("took longer than 2000 ms");
            assertThat(isAlive(stopped)).isFalse();
            awaitAnswer(asked);
        }
    }

    @Test
    void processThatKeptMuchMemory_isNotUsedAgain() throws Exception {
        try (SqlService asked =
                new SqlService(history, new SqlSettings(Duration.ofMinutes(1), 1_000, 1, 1L << 30, 1))) {
            assertThat(SqlResult.query(asked, "SELECT count(DISTINCT range) FROM range(5000000)", 1)
                            .rows())
                    .hasSize(1);
            for (long pid : asked.pids()) {
                assertThat(memory(pid)).isLessThan(256L << 20);
            }
        }
    }

    private static long memory(long pid) throws java.io.IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
