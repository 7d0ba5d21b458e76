package io.gradwatch.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.access.Host;
import io.gradwatch.agent.spool.Spool.Priority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A folder that agents of several Kafkas and several hosts share. */
class SpoolFolderTest {

    private static final SpoolLimits LIMITS = new SpoolLimits(64 << 10, 4 << 10, 1 << 20);

    @TempDir
    Path path;

    @Test
    void ownOrphans_areThoseForThisKafkaAndThoseThatNameNone() throws IOException {
        leave(1, "kafka:9092, ,other:9092");
        leave(2, "elsewhere:9092");
        leave(3, "");
        SpoolFolder folder = SpoolFolder.open(path, "kafka:9092");

        assertThat(sessions(folder.adoptOwnOrphans(LIMITS, met -> {}))).containsExactlyInAnyOrder(1L, 3L);
        assertThat(sessions(folder.adoptOrphans(LIMITS, met -> {})))
                .as("whatever Kafka they are for")
                .containsExactly(2L);
    }

    @Test
    void orphansOfOthers_areThoseForThisKafkaAlone() throws IOException {
        leave(1, "kafka:9092");
        leave(2, "elsewhere:9092");
        leave(3, "");
        leave(4, "localhost:9092");
        SpoolFolder folder =
                SpoolFolder.ofOthers(path, "kafka:9092,,[::1]:9092").orElseThrow();

        assertThat(sessions(folder.adoptOrphansOfOthers(LIMITS, met -> {}))).containsExactlyInAnyOrder(1L, 4L);
        assertThat(SpoolFolder.ofOthers(path.resolve("missing"), "kafka:9092")).isEmpty();
    }

    @Test
    void loopbackOfAnotherHost_isNotThisOne() throws IOException {
        leave(1, "127.0.0.1:9092");
        Path lock = path.resolve("sessions").resolve(SessionFolder.name(1) + ".lock");
        assertThat(lock).hasContent("127.0.0.1:9092@" + Host.folder());
        Files.writeString(lock, "127.0.0.1:9092@another-host");

        SpoolFolder folder = SpoolFolder.open(path, "127.0.0.1:9092");
        assertThat(folder.adoptOwnOrphans(LIMITS, met -> {})).isEmpty();
        assertThat(folder.adoptOrphansOfOthers(LIMITS, met -> {})).isEmpty();
    }

    @Test
    void recordsOfAKafkaThatDoesNotComeBack_areDeletedAfter14Days() throws IOException {
        leave(1, "elsewhere:9092");
        leave(2, "elsewhere:9092");
        Path sessions = path.resolve("sessions");
        Files.setLastModifiedTime(
                sessions.resolve(SessionFolder.name(1)),
                FileTime.from(Instant.now().minus(Duration.ofDays(15))));

        SpoolFolder folder = SpoolFolder.open(path, "kafka:9092");
        assertThat(folder.adoptOwnOrphans(LIMITS, met -> {})).isEmpty();

        assertThat(sessions)
                .isDirectoryNotContaining("glob:**/*1*")
                .isDirectoryContaining("glob:**/*2")
                .isDirectoryContaining("glob:**/*2.lock");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void secondNameOfTheFolder_isTheSameFolder() throws IOException {
        Path link = Files.createSymbolicLink(path.resolve("link"), Files.createDirectory(path.resolve("spool")));
        SpoolFolder folder = SpoolFolder.open(link, "kafka:9092");
        try (FileSpool living = folder.openSession(1, new byte[0], LIMITS)) {
            String lock = " " + Files.getAttribute(link.resolve("sessions/0000000000000001.lock"), "unix:ino");
            append(living);
            SpoolFolder other =
                    SpoolFolder.ofOthers(path.resolve("spool"), "kafka:9092").orElseThrow();

            assertThat(other.adoptOrphansOfOthers(LIMITS, met -> {})).isEmpty();

            assertThat(other).hasToString(folder.toString());
            assertThat(Files.readAllLines(Path.of("/proc/locks")))
                    .as("the living session keeps its lock")
                    .anyMatch(line -> line.replace(':', ' ').contains(lock + " "));
        }
    }

    @Test
    void sessionThatVanishedBeforeItsLock_leavesNoLockFile() throws IOException {
        leave(1, "kafka:9092");
        leave(2, "kafka:9092");
        Path sessions = path.resolve("sessions");
        Files.setLastModifiedTime(sessions.resolve(SessionFolder.name(1)), FileTime.fromMillis(1));
        SpoolFolder folder = SpoolFolder.open(path, "kafka:9092");

        List<FileSpool> found = folder.adoptOrphans(LIMITS, met -> {
            try (var files = Files.list(sessions.resolve(SessionFolder.name(2)))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.delete(sessions.resolve(SessionFolder.name(2)));
                Files.delete(sessions.resolve(SessionFolder.name(2) + ".lock"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(sessions(found)).containsExactly(1L);
        assertThat(sessions).isDirectoryNotContaining("glob:**/*2.lock");
    }

    @Test
    void sessionWhoseFolderCannotBeMade_isNotHeld() throws IOException {
        SpoolFolder folder = SpoolFolder.open(path, "kafka:9092");
        Path inItsPlace = Files.createFile(path.resolve("sessions").resolve(SessionFolder.name(1)));
        assertThatThrownBy(() -> folder.openSession(1, new byte[0], LIMITS)).isInstanceOf(IOException.class);

        Files.delete(inItsPlace);
        try (FileSpool spool = folder.openSession(1, new byte[0], LIMITS)) {
            assertThat(spool.session()).isEqualTo(1);
        }
    }

    @Test
    void spoolsThatCannotBeOpenedOrAreForAnotherKafka_areToldOnce() throws IOException {
        leave(1, "elsewhere:9092");
        SpoolFolder folder = SpoolFolder.open(path, "kafka:9092");
        Files.createDirectory(path.resolve("sessions/0000000000000002"));
        Files.createDirectory(path.resolve("sessions/0000000000000002.lock"));
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(SpoolFolder.class.getName());
        logger.addHandler(handler);
        try {
            folder.adoptOwnOrphans(LIMITS, met -> {});
            folder.adoptOwnOrphans(LIMITS, met -> {});
            SpoolFolder.ofOthers(path, "kafka:9092").orElseThrow().adoptOrphansOfOthers(LIMITS, met -> {});
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(said)
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("cannot be opened"))
                .anySatisfy(line -> assertThat(line).contains("elsewhere:9092"));
    }

    private void leave(long session, String destination) throws IOException {
        try (FileSpool spool = SpoolFolder.open(path, destination)
                .openSession(session, "run".getBytes(StandardCharsets.UTF_8), LIMITS)) {
            append(spool);
        }
    }

    private static void append(FileSpool spool) {
        spool.append(new byte[10], Priority.ORDINARY);
        spool.flush();
    }

    private static List<Long> sessions(List<FileSpool> spools) {
        return spools.stream().map(FileSpool::session).toList();
    }
}
