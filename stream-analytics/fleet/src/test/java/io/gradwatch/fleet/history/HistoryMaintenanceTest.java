package io.gradwatch.fleet.history;

import static io.gradwatch.fleet.history.HistoryFixture.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.files.DataFile;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.history.write.PartitionWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryMaintenanceTest {

    private static final long DAY = 86_400_000;
    private static final Instant NOW = Instant.ofEpochMilli(Records.START + 10 * DAY);

    @TempDir
    private Path root;

    @Test
    void compaction_keepsAllAnswers_andSweepRemovesWhatItReplaced() throws Exception {
        try (History history = HistoryFixture.open(root)) {
            fill(history, 40, 1);
            Points before = history.series().points(PointsRequest.all("r", "loss", 200));
            List<String> rows = everyRow(history);
            HistoryMaintenance upkeep = new HistoryMaintenance(history);
            assertThat(upkeep.compact(PARTITION)).isTrue();
            while (upkeep.compact(PARTITION)) {
                assertThat(everyRow(history)).isEqualTo(rows);
            }
            assertThat(history.files(HistoryTable.STEPS)).hasSizeLessThan(8);
            assertThat(everyRow(history)).isEqualTo(rows);
            assertThat(history.series().points(PointsRequest.all("r", "loss", 200)))
                    .usingRecursiveComparison()
                    .isEqualTo(before);
            upkeep.sweep(Instant.now().minusSeconds(600));
            assertThat(parquetFiles()).hasSizeGreaterThan(100);
            upkeep.sweep(Instant.now().plusSeconds(60));
            assertThat(parquetFiles()).hasSize(counted(history));
            assertThat(everyRow(history)).isEqualTo(rows);
            try (PartitionWriter writer = history.writer(PARTITION)) {
                assertThat(writer.next()).isEqualTo(40L * 25);
            }
        }
    }

    @Test
    void commitsThatTogetherReachTheSizeOfAFile_areMerged_thoughTheyAreFew() throws Exception {
        HistorySettings manyFiles = new HistorySettings(
                1000, Duration.ofSeconds(30), 1000, 200, Duration.ofSeconds(1), 0, 0, 512L << 20, 2);
        try (History history = new History(root, manyFiles)) {
            fill(history, 40, 1);
            List<String> rows = everyRow(history);
            HistoryMaintenance upkeep = new HistoryMaintenance(history);
            while (upkeep.compact(PARTITION)) {
                assertThat(everyRow(history)).isEqualTo(rows);
            }
            assertThat(history.files(HistoryTable.STEPS)).hasSizeBetween(2, 10);
        }
    }

    @Test
    void lateWriter_cannotComeBackWhereItsCommitWasMerged() throws Exception {
        try (History history = HistoryFixture.open(root);
                History late = HistoryFixture.open(root)) {
            PartitionWriter sleeper = late.writer(PARTITION);
            Records records = new Records();
            for (int i = 0; i < 500; i++) {
                sleeper.add(i, Records.START, records.step("r", 0, i, 1.0, Map.of()));
            }
            fill(history, 8, 1);
            HistoryMaintenance upkeep = new HistoryMaintenance(history);
            assertThat(upkeep.compact(PARTITION)).isTrue();
            upkeep.sweep(Instant.now().plusSeconds(60));
            assertThat(sleeper.flush()).isFalse();
            assertThat(sleeper.next()).isEqualTo(200);
            history.catalog().refresh();
            assertThat(everyRow(history)).hasSize(200);
        }
    }

    @Test
    void daysBeyondThePolicy_areDropped_andReadingGoesOnWhereItWas() throws Exception {
        HistorySettings fiveDays = new HistorySettings(
                1000, Duration.ofSeconds(30), 4, 100_000, Duration.ofSeconds(1), 5, 0, 512L << 20, 2);
        try (History history = new History(root, fiveDays)) {
            fill(history, 10, 10);
            HistoryMaintenance upkeep = new HistoryMaintenance(history);
            upkeep.expire(NOW);
            assertThat(history.files(HistoryTable.STEPS))
                    .hasSize(5)
                    .noneMatch(file -> file.contains("day=2026-11-07"))
                    .anyMatch(file -> file.contains("day=2026-11-08"));
            upkeep.compact(PARTITION);
            assertThat(everyRow(history)).hasSize(5 * 25);
            upkeep.expire(NOW.plus(Duration.ofDays(3)));
            assertThat(everyRow(history)).hasSize(2 * 25);
            try (PartitionWriter writer = history.writer(PARTITION)) {
                assertThat(writer.next()).isEqualTo(250);
            }
        }
    }

    @Test
    void bytesBeyondThePolicy_dropTheOldestDays() throws Exception {
        long total;
        try (History history = HistoryFixture.open(root)) {
            fill(history, 10, 10);
            total = bytes(history);
        }
        HistorySettings half = new HistorySettings(
                1000, Duration.ofSeconds(30), 4, 100_000, Duration.ofSeconds(1), 0, total / 2, 512L << 20, 2);
        try (History history = new History(root, half)) {
            new HistoryMaintenance(history).expire(NOW);
            assertThat(bytes(history)).isLessThanOrEqualTo(total / 2).isGreaterThan(total / 3);
            assertThat(history.files(HistoryTable.STEPS)).noneMatch(file -> file.contains("day=2026-11-03"));
        }
    }

    /** Commits of 25 steps each, over some days in turn. */
    private static void fill(History history, int commits, int days) throws Exception {
        Records records = new Records();
        try (PartitionWriter writer = history.writer(PARTITION)) {
            for (int commit = 0; commit < commits; commit++) {
                List<byte[]> sent = new ArrayList<>();
                for (int i = 0; i < 25; i++) {
                    int step = commit * 25 + i;
                    sent.add(records.step("r", 0, step, step == 333 ? Double.NaN : step, Map.of()));
                }
                for (byte[] record : sent) {
                    writer.add(writer.next(), Records.START + (long) commit * days / commits * DAY, record);
                }
                writer.flush();
            }
        }
    }

    private static List<String> everyRow(History history) throws Exception {
        return HistoryFixture.query(history, HistoryTable.STEPS, "SELECT * FROM $ ORDER BY run, attempt, rank, step");
    }

    private static long bytes(History history) {
        long bytes = 0;
        for (HistoryTable table : HistoryTable.values()) {
            bytes += history.catalog().files(table).stream()
                    .mapToLong(DataFile::bytes)
                    .sum();
        }
        return bytes;
    }

    private static int counted(History history) {
        int files = 0;
        for (HistoryTable table : HistoryTable.values()) {
            files += history.files(table).size();
        }
        return files;
    }

    private List<Path> parquetFiles() throws Exception {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }
}
