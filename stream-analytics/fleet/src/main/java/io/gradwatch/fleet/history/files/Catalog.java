package io.gradwatch.fleet.history.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the history that count, over all partitions and all processes that write. Thread-safe. */
public final class Catalog {

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    /** Time for which the last reading of other processes' commits counts as current. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final HistoryFolder folder;
    private final List<String> topics;
    private final HistoryDamage damage;
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();
    private final Map<TopicPartition, CommitLog> logs = new ConcurrentHashMap<>();
    private Map<TopicPartition, List<Commit>> chains = Map.of();
    private long readNanos;
    private boolean read;

    /** @param topics that have a history */
    public Catalog(HistoryFolder folder, List<String> topics, HistoryDamage damage) {
        this.folder = folder;
        this.topics = topics;
        this.damage = damage;
    }

    public CommitLog log(TopicPartition partition) {
        return logs.computeIfAbsent(partition, key -> new CommitLog(folder, key, damage));
    }

    /** All partitions that have a history. */
    public List<TopicPartition> partitions() throws IOException {
        List<TopicPartition> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder.commits())) {
            for (Path path : folders) {
                String name = path.getFileName().toString();
                for (String topic : topics) {
                    if (name.matches(java.util.regex.Pattern.quote(topic) + "-\\d{1,9}")) {
                        found.add(new TopicPartition(topic, Integer.parseInt(name.substring(topic.length() + 1))));
                    }
                }
            }
        }
        return found;
    }

    /** The chains of all partitions, at most a second old. */
    synchronized Map<TopicPartition, List<Commit>> chains() {
        if (!read || System.nanoTime() - readNanos > FRESH.toNanos()) {
            refresh();
        }
        return chains;
    }

    /** Reads the commits anew. */
    public synchronized void refresh() {
        try {
            Map<TopicPartition, List<Commit>> fresh = new TreeMap<>(
                    java.util.Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
            for (TopicPartition partition : partitions()) {
                List<Commit> chain = chain(partition);
                chain.forEach(this::look);
                fresh.put(partition, chain);
            }
            chains = fresh;
            readNanos = System.nanoTime();
            read = true;
        } catch (IOException e) {
            throw new UncheckedIOException("the commits under " + folder.root() + " cannot be read", e);
        }
    }

    /** The chain of a partition; the last known one where it cannot be read, so that queries of others go on. */
    private List<Commit> chain(TopicPartition partition) {
        try {
            return log(partition).chain();
        } catch (IOException e) {
            LOG.warn("The commits of {} cannot be read, those known before are taken", partition, e);
            return chains.getOrDefault(partition, List.of());
        }
    }

    private void look(Commit commit) {
        for (DataFile file : commit.files()) {
            if (looked.add(file.path())) {
                try {
                    DataFileCheck.look(folder.resolve(file), file).ifPresent(problem -> note(file, problem));
                } catch (IOException e) {
                    // Not known to be damaged: it is looked at again with the next reading of the commits.
                    looked.remove(file.path());
                    LOG.debug("{} cannot be looked at", file.path(), e);
                }
            }
        }
    }

    private void note(DataFile file, String problem) {
        if (damaged.add(file.path())) {
            damage.found("the file " + folder.resolve(file) + " of the history is damaged: " + problem
                    + "; its rows are left out of answers");
        }
    }

    /**
     * Reads files through, after a query that they were part of failed: a file may look whole and not be.
     *
     * @return true where a file was found damaged that was not known as such
     */
    public boolean findDamage(Connection connection, List<DataFile> files) {
        int before = damaged.size();
        for (DataFile file : files) {
            try {
                DataFileCheck.read(connection, folder.resolve(file), file)
                        // Merged and removed meanwhile: that is no damage.
                        .filter(problem -> Files.exists(folder.resolve(file)))
                        .ifPresent(problem -> note(file, problem));
            } catch (IOException | SQLException e) {
                LOG.warn("It is not known whether {} is damaged: {}", file.path(), e.toString());
            }
        }
        return damaged.size() > before;
    }

    /** True where a file is known to be damaged. */
    public boolean isDamaged(DataFile file) {
        return damaged.contains(file.path());
    }

    /** True where a partition has files that are known to be damaged. */
    public boolean isDamaged(TopicPartition partition) {
        return !damaged.isEmpty()
                && chains().getOrDefault(partition, List.of()).stream()
                        .flatMap(commit -> commit.files().stream())
                        .anyMatch(this::isDamaged);
    }

    /** The files of a table. */
    public List<DataFile> files(HistoryTable table) {
        return chains().values().stream()
                .flatMap(List::stream)
                .flatMap(commit -> commit.files().stream())
                .filter(file -> file.table() == table && !isDamaged(file))
                .toList();
    }

    /** The files of a table that may hold rows of a run. */
    public List<DataFile> files(HistoryTable table, String run) {
        return files(table).stream().filter(file -> file.mayHold(run)).toList();
    }

    /** Writes for each table the list of its files, for readers that know nothing of commits. */
    public void publishLists() throws IOException {
        Map<HistoryTable, List<DataFile>> byTable = new EnumMap<>(HistoryTable.class);
        for (HistoryTable table : HistoryTable.values()) {
            byTable.put(table, files(table));
        }
        for (Map.Entry<HistoryTable, List<DataFile>> entry : byTable.entrySet()) {
            String lines = entry.getValue().stream()
                    .map(file -> file.path() + "\n")
                    .collect(Collectors.joining("", "file\n", ""));
            Path temporary = folder.temporary().resolve(UUID.randomUUID().toString());
            Files.write(temporary, lines.getBytes(StandardCharsets.UTF_8));
            Files.move(
                    temporary,
                    folder.current().resolve(entry.getKey().tableName() + ".csv"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
