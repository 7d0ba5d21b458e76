package io.gradwatch.fleet.sql;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.testing.SqlResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that answers questions ends with the one that started it, also where that one is killed. */
class OrphanedSqlTest {

    @TempDir
    private Path root;

    /** Asks what does not end. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws SqlRefusedException {
            try (History history = new History(Path.of(arguments[0]), HistorySettings.defaults());
                    SqlService sql =
                            new SqlService(history, new SqlSettings(Duration.ofHours(1), 1, 1, 512L << 20, 1))) {
                SqlResult.query(sql, "SELECT sum(hash(a.range, b.range)) FROM range(10000000) a, range(10000000) b", 1);
            }
        }
    }

    @Test
    void parentThatIsKilled_leavesNoProcess() throws Exception {
        Path temporary = Files.createDirectory(root.resolve("temporary"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                Parent.class.getName(),
                root.resolve("history").toString());
        builder.environment().putAll(Map.of("CLASSPATH", System.getProperty("java.class.path")));
        Process parent = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<ProcessHandle> children = Awaitility.await()
                    .atMost(PATIENCE)
                    .until(
                            () -> parent.descendants()
                                    .filter(OrphanedSqlTest::isBusy)
                                    .toList(),
                            found -> !found.isEmpty());
            parent.destroyForcibly().waitFor();

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
            try (Stream<Path> left = Files.list(temporary)) {
                assertThat(left).noneMatch(each -> each.getFileName().toString().startsWith("gradwatch-sql-"));
            }
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    /** For seconds of the processor, which is longer than it takes to start. */
    private static boolean isBusy(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .filter(used -> used.compareTo(Duration.ofSeconds(3)) > 0)
                .isPresent();
    }
}
