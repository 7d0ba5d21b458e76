package io.gradwatch.fleet.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import io.gradwatch.fleet.sql.worker.SqlBounds;
import io.gradwatch.fleet.sql.worker.SqlDatabase;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import io.gradwatch.fleet.sql.worker.SqlMain;
import io.gradwatch.fleet.sql.worker.SqlReply;
import io.gradwatch.fleet.sql.worker.SqlTask;
import io.gradwatch.fleet.testing.SqlResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that do not start as they should. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqlProcessTest {

    @TempDir
    private Path root;

    @Test
    void warningsOfJava_doNotGoToThePipeOfReplies() throws Exception {
        Path replies = root.resolve("replies");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(SqlProcess.OPTIONS);
        // Java warns where the system has no such pages; more than there is of memory never is.
        command.addAll(List.of("-XX:+UseLargePages", "-XX:LargePageSizeInBytes=1g", SqlMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(replies.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectError(root.resolve("words").toFile()).start();
        process.getOutputStream().close();
        process.waitFor();

        assertThat(replies).isEmptyFile();
        assertThat(Files.readString(root.resolve("words"))).isNotEmpty();
    }

    @Test
    void processThatDoesNotStart_isNoFaultOfTheQuestion() {
        // DuckDB refuses to have no thread.
        try (History history = new History(root, HistorySettings.defaults());
                SqlService sql = new SqlService(history, new SqlSettings(Duration.ofSeconds(9), 10, 1, 64 << 20, 0))) {
            SqlRefusedException refused =
                    catchThrowableOfType(SqlRefusedException.class, () -> SqlResult.query(sql, "SELECT 1", 1));

            assertThat(refused)
                    .hasMessage("the process that answers SQL ended before its first query, with exit code 1");
            assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void placeThatNoFileCanHave_isRefused_andTheProcessGoesOn() throws Exception {
        try (SqlDatabase database = new SqlDatabase(new SqlBounds(List.of(root.toString()), 64 << 20, 1))) {
            SqlReply reply = database.answer(
                    new SqlTask("SELECT 1", 1, SqlFormat.CSV, "a\0b", Map.<HistoryTable, List<String>>of()));

            assertThat(reply.outcome()).isEqualTo(SqlReply.Outcome.REFUSED);
        }
    }

    @Test
    void memoryOfTheOwnProcess_isKnownOnLinux() {
        assertThat(SqlProcess.memoryIsKnown()).isEqualTo(Files.isReadable(Path.of("/proc/self/status")));
    }
}
