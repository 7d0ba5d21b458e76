package io.gradwatch.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.spool.Spool.Priority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionSpoolsTest {

    private static final long LIMIT = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void folderThatCannotBeMade_leavesMemory() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        SessionSpools spools = new SessionSpools(file.resolve("below"), LIMIT, LIMIT, "");

        Spool spool = spools.session(1, "run");
        assertThat(spool.append(new byte[10], Priority.ORDINARY)).isTrue();
        spool.flush();
        assertThat(spool.recordsInMemory()).isEqualTo(1);
        assertThat(spools.trouble()).startsWith("the spool cannot be written").contains(file.toString());
        assertThat(spools.orphans(met -> {})).isEmpty();
        assertThat(spools.countedAttempt("run", 0)).isZero();
        assertThat(spools).hasToString("memory");
    }

    @Test
    void memory_isSharedByAllSessions() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        SessionSpools spools = new SessionSpools(file.resolve("below"), LIMIT, 1_000, "");
        assertThat(spools.session(1, "run").append(new byte[900], Priority.ESSENTIAL))
                .isTrue();
        Spool other = spools.session(2, "other");
        assertThat(other.append(new byte[200], Priority.ESSENTIAL)).isFalse();
        assertThat(other.append(new byte[50], Priority.ORDINARY))
                .as("the reserve")
                .isFalse();
        assertThat(other.append(new byte[50], Priority.ESSENTIAL)).isTrue();
    }

    @Test
    void sessionInUse_getsMemoryAndNoSecondFile() {
        SessionSpools spools = new SessionSpools(folder, LIMIT, LIMIT, "");
        try (Spool first = spools.session(1, "run");
                Spool second = spools.session(1, "run")) {
            second.append(new byte[1], Priority.ORDINARY);
            second.flush();
            assertThat(second.recordsInMemory()).isEqualTo(1);
            assertThat(first.recordsInMemory()).isZero();
            assertThat(spools.trouble()).contains("held by another agent");
        }
    }

    @Test
    void orphan_goesOnBehindWhatItHas() {
        try (Spool died = new SessionSpools(folder, LIMIT, LIMIT, "").session(7, "run")) {
            died.append(bytes("first"), Priority.ORDINARY);
            died.flush();
        }
        SessionSpools spools = new SessionSpools(folder, LIMIT, LIMIT, "");
        List<Long> met = new ArrayList<>();
        List<FileSpool> orphans = spools.orphans(found -> met.add(found.session()));
        assertThat(met).containsExactly(7L);
        assertThat(orphans).hasSize(1);
        assertThat(orphans.get(0).key()).isEqualTo(bytes("run"));
        assertThat(orphans.get(0).newest()).isEqualTo(bytes("first"));
        try (OverflowSpool continued = spools.continued(orphans.get(0))) {
            continued.append(bytes("second"), Priority.ORDINARY);
            continued.flush();
            assertThat(continued.next().value()).isEqualTo(bytes("first"));
            assertThat(continued.next().value()).isEqualTo(bytes("second"));
            assertThat(continued.next()).isNull();
        }
    }

    @Test
    void orphansForAnotherKafka_areLeftInTheFolderOfTheUserAlone() throws IOException {
        String home = System.setProperty("user.home", folder.toString());
        try {
            Path ofUser = folder.resolve(".gradwatch").resolve("spool");
            leave(ofUser, "elsewhere:9092");
            assertThat(new SessionSpools(null, LIMIT, LIMIT, "kafka:9092").orphans(met -> {}))
                    .isEmpty();
            assertThat(new SessionSpools(ofUser, LIMIT, LIMIT, "kafka:9092").orphans(met -> {}))
                    .as("the same folder, named")
                    .isEmpty();
            Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
            Path another = link.resolve(".gradwatch").resolve("spool");
            assertThat(new SessionSpools(another, LIMIT, LIMIT, "kafka:9092").orphans(met -> {}))
                    .as("the same folder, by another name")
                    .isEmpty();
            assertThat(new SessionSpools(null, LIMIT, LIMIT, "elsewhere:9092").orphans(met -> {}))
                    .hasSize(1);
        } finally {
            System.setProperty("user.home", home);
        }
        Path chosen = folder.resolve("chosen");
        leave(chosen, "127.0.0.1:40001");
        assertThat(new SessionSpools(chosen, LIMIT, LIMIT, "127.0.0.1:40002").orphans(met -> {}))
                .as("Kafka has moved, the folder is the agent's own")
                .hasSize(1);
    }

    private static void leave(Path spool, String destination) {
        try (Spool died = new SessionSpools(spool, LIMIT, LIMIT, destination).session(7, "run")) {
            died.append(bytes("first"), Priority.ORDINARY);
            died.flush();
        }
    }

    @Test
    void attempts_areCountedByRunAndRank() {
        SessionSpools spools = new SessionSpools(folder, LIMIT, LIMIT, "");
        assertThat(spools.countedAttempt("run", 0)).isZero();
        assertThat(spools.countedAttempt("run", 1)).as("another rank").isZero();
        assertThat(spools.countedAttempt("run", 0)).isEqualTo(1);
        assertThat(new SessionSpools(folder, LIMIT, LIMIT, "").countedAttempt("run", 0))
                .isEqualTo(2);
        assertThat(spools.countedAttempt("../../other", 0))
                .as("an id never becomes a path")
                .isZero();
        assertThat(folder.resolve("attempts")).isDirectoryNotContaining("glob:**/*other*");
    }

    @Test
    void counterThatCannotBeRead_beginsAnew() throws IOException {
        SessionSpools spools = new SessionSpools(folder, LIMIT, LIMIT, "");
        spools.countedAttempt("run", 0);
        try (var files = Files.list(folder.resolve("attempts"))) {
            for (Path counter : files.toList()) {
                Files.writeString(counter, "no number");
            }
        }
        assertThat(spools.countedAttempt("run", 0)).isZero();
        assertThat(spools.countedAttempt("run", 0)).isEqualTo(1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
