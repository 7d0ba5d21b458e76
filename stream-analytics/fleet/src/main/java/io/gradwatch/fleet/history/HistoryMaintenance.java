package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.files.Commit;
import io.gradwatch.fleet.history.files.CommitLog;
import io.gradwatch.fleet.history.files.DataFile;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.ParquetFiles;
import io.gradwatch.fleet.history.files.Summaries;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps the history in shape: merges small commits, drops days that have expired, and removes files that no commit
 * counts any more, or that a crash left. Each change of what counts is a commit of its own, so that it may end
 * anywhere.
 */
final class HistoryMaintenance {

    private final History history;
    private final HistorySettings settings;
    private final ParquetFiles parquet;

    HistoryMaintenance(History history) {
        this.history = history;
        this.settings = history.settings();
        this.parquet = new ParquetFiles(history.folder());
    }

    /**
     * Merges what is due in a partition, one group of commits.
     *
     * @return true where there was something to do; ask again then
     */
    boolean compact(TopicPartition partition) throws IOException, SQLException {
        history.requireRoom();
        List<Commit> group = due(history.catalog().log(partition).chain());
        if (group.isEmpty()) {
            return false;
        }
        Map<HistoryTable, Map<String, List<DataFile>>> parts = new TreeMap<>();
        if (group.stream().flatMap(commit -> commit.files().stream()).anyMatch(history.catalog()::isDamaged)) {
            // The reader of the partition puts the file away first.
            return false;
        }
        for (Commit commit : group) {
            for (DataFile file : commit.files()) {
                parts.computeIfAbsent(file.table(), table -> new TreeMap<>())
                        .computeIfAbsent(file.day(), day -> new ArrayList<>())
                        .add(file);
            }
        }
        List<DataFile> merged = new ArrayList<>();
        history.database().takeAsked();
        try (Connection connection = history.database().connect()) {
            for (Map.Entry<HistoryTable, Map<String, List<DataFile>>> table : parts.entrySet()) {
                for (Map.Entry<String, List<DataFile>> day : table.getValue().entrySet()) {
                    String relation = merged(table.getKey(), day.getValue());
                    parquet.write(connection, table.getKey(), day.getKey(), relation)
                            .ifPresent(merged::add);
                }
            }
        } catch (SQLException e) {
            history.rows().failed(e);
            throw e;
        } finally {
            history.database().takeAsked();
        }
        replace(partition, group, merged);
        return true;
    }

    /**
     * The first commits, next to each other and of about one size (within a power of 16), that are enough for a file.
     */
    private List<Commit> due(List<Commit> chain) {
        for (int size = 0; size <= size(settings.compactRows()); size++) {
            List<Commit> group = new ArrayList<>();
            long rows = 0;
            for (Commit commit : chain) {
                boolean next = group.isEmpty() || CommitLog.end(group) == commit.first();
                boolean fits = next && commit.rows() < settings.compactRows() && size(commit.rows()) <= size;
                if (!fits || rows + commit.rows() > 2L * settings.compactRows()) {
                    if (areEnough(group, rows)) {
                        return group;
                    }
                    group.clear();
                    rows = 0;
                }
                if (fits) {
                    group.add(commit);
                    rows += commit.rows();
                }
            }
            if (areEnough(group, rows)) {
                return group;
            }
        }
        return List.of();
    }

    /** They are many, or what they hold is as much as a file shall. */
    private boolean areEnough(List<Commit> group, long rows) {
        return group.size() >= settings.compactFiles() || (group.size() > 1 && rows >= settings.compactRows());
    }

    private static int size(long rows) {
        return (63 - Long.numberOfLeadingZeros(Math.max(1, rows))) / 4;
    }

    private String merged(HistoryTable table, List<DataFile> files) {
        String all = history.database().written(table, files);
        return switch (table) {
            case BUCKETS, SPANS -> Summaries.merged(all);
            case RUNS ->
                "(SELECT * FROM " + all + " WHERE event <> 'seen' UNION ALL BY NAME SELECT run, attempt, rank, "
                        + "'seen' AS event, max(time) AS time, min(first_time) AS first_time, min(first_step) AS first_step,"
                        + " max(last_step) AS last_step FROM " + all
                        + " WHERE event = 'seen' GROUP BY run, attempt, rank)";
            default -> all;
        };
    }

    private void replace(TopicPartition partition, List<Commit> group, List<DataFile> files) throws IOException {
        CommitLog log = history.catalog().log(partition);
        int generation = group.stream().mapToInt(Commit::generation).max().orElseThrow() + 1;
        Commit commit = new Commit(group.get(0).first(), CommitLog.end(group), generation, files);
        boolean still = log.chain().containsAll(group);
        if (!still || !log.publish(commit)) {
            for (DataFile file : files) {
                if (group.stream().noneMatch(old -> old.files().contains(file))) {
                    Files.deleteIfExists(history.folder().resolve(file));
                }
            }
        }
        history.catalog().refresh();
        history.catalog().publishLists();
    }

    /** Drops the days that are older than the policy keeps, or that are too much, over all partitions. */
    void expire(Instant now) throws IOException {
        Set<String> expired = expiredDays(now);
        if (expired.isEmpty()) {
            return;
        }
        for (TopicPartition partition : history.catalog().partitions()) {
            for (Commit commit : history.catalog().log(partition).chain()) {
                List<DataFile> kept = commit.files().stream()
                        .filter(file -> !expired.contains(file.day()))
                        .toList();
                if (kept.size() < commit.files().size()) {
                    replace(partition, List.of(commit), kept);
                }
            }
        }
    }

    private Set<String> expiredDays(Instant now) {
        history.catalog().refresh();
        TreeMap<String, Long> bytes = new TreeMap<>();
        for (HistoryTable table : HistoryTable.values()) {
            history.catalog().files(table).forEach(file -> bytes.merge(file.day(), file.bytes(), Long::sum));
        }
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        Set<String> expired = new TreeSet<>();
        if (settings.keepDays() > 0) {
            expired.addAll(bytes.headMap(today.minusDays(settings.keepDays()).toString())
                    .keySet());
        }
        long kept = 0;
        for (Map.Entry<String, Long> day : bytes.descendingMap().entrySet()) {
            kept += day.getValue();
            // Today is kept whatever it takes: a limit that is too small must not lose what was just sent.
            boolean past = day.getKey().compareTo(today.toString()) < 0;
            if (settings.keepBytes() > 0 && kept > settings.keepBytes() && past) {
                expired.add(day.getKey());
            }
        }
        return expired;
    }

    /** Removes files that have not counted for the grace time. */
    void sweep(Instant now) throws IOException {
        Instant before = now.minus(settings.grace());
        // The commits are read after the files are listed: a file that is committed meanwhile is in both.
        List<Path> data = dataFiles();
        Set<Path> counted = new HashSet<>();
        for (TopicPartition partition : history.catalog().partitions()) {
            // Unreadable commits of a partition end the sweep here: they may name any file.
            for (Commit commit : history.catalog().log(partition).chain()) {
                commit.files().forEach(file -> counted.add(history.folder().resolve(file)));
            }
        }
        removeData(data.stream().filter(file -> !counted.contains(file)).toList(), before);
        for (TopicPartition partition : history.catalog().partitions()) {
            remove(history.catalog().log(partition).superseded(), before);
        }
        for (Path folder : List.of(
                history.folder().temporary(),
                history.folder().live(),
                history.folder().exports())) {
            try (Stream<Path> files = Files.list(folder)) {
                remove(files.filter(Files::isRegularFile).toList(), before);
            }
        }
    }

    /**
     * Removes data files that no commit names. If a commit was damaged, its files may hold the only copy of their
     * records: files that no other commit has replaced are then kept beside the damaged ones.
     */
    private void removeData(List<Path> orphans, Instant before) throws IOException {
        if (!Files.isDirectory(history.folder().damaged().resolve("commits"))) {
            remove(orphans, before);
            return;
        }
        Set<Path> replaced = new HashSet<>();
        for (TopicPartition partition : history.catalog().partitions()) {
            for (DataFile file : history.catalog().log(partition).replacedFiles()) {
                replaced.add(history.folder().resolve(file));
            }
        }
        for (Path orphan : orphans) {
            if (replaced.contains(orphan)) {
                remove(List.of(orphan), before);
            } else if (isOlder(orphan, before)) {
                history.folder().setAside(orphan);
            }
        }
    }

    private List<Path> dataFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (HistoryTable table : HistoryTable.values()) {
            Path folder = history.root().resolve(table.tableName());
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> days = Files.newDirectoryStream(folder, "day=*")) {
                    for (Path day : days) {
                        try (Stream<Path> files = Files.list(day)) {
                            found.addAll(files.collect(Collectors.toList()));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static void remove(Collection<Path> files, Instant before) throws IOException {
        for (Path file : files) {
            if (isOlder(file, before)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isBefore(before);
    }
}
