package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.DataFile;
import io.gradwatch.fleet.history.files.DataFileCheck;
import io.gradwatch.fleet.history.files.HistoryDamage;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryFolder;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.EpochQueries;
import io.gradwatch.fleet.history.read.HistogramQueries;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.fleet.history.read.SeriesQueries;
import io.gradwatch.fleet.history.read.Snapshot;
import io.gradwatch.fleet.history.read.Snapshots;
import io.gradwatch.fleet.history.read.TensorQueries;
import io.gradwatch.fleet.history.write.HistoryMetrics;
import io.gradwatch.fleet.history.write.HistoryTopic;
import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.service.DiskRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * The history in one folder: its files, the rows of this process that are not written yet, and the queries over both.
 * Several processes may have the same folder open.
 */
public final class History implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Disk disk;
    private DiskRoom room;
    private long roomNanos;
    private final HistoryFolder folder;
    private final HistorySettings settings;
    private final HistoryDatabase database;
    private final Catalog catalog;
    private final RowQueries rows;
    private final SeriesQueries series;
    private final TensorQueries tensors;
    private final HistogramQueries histograms;
    private final Snapshots snapshots;
    private final HistoryMetrics metrics = new HistoryMetrics();
    private final HistoryDamage damage = new HistoryDamage();

    /** The disk on which the history lies. */
    @FunctionalInterface
    interface Disk {
        DiskRoom room() throws IOException;
    }

    /** Opens the history under a folder, which is made where it is missing. */
    public History(Path root, HistorySettings settings) {
        this(root, settings, () -> DiskRoom.of(root));
    }

    History(Path root, HistorySettings settings, Disk disk) {
        this.disk = disk;
        this.folder = new HistoryFolder(root);
        this.settings = settings;
        this.database = new HistoryDatabase(folder, settings.memoryBytes());
        this.catalog = new Catalog(folder, HistoryTopic.names(), damage);
        this.rows = new RowQueries(database, catalog);
        this.series = new SeriesQueries(database, catalog, rows);
        this.tensors = new TensorQueries(database, catalog, rows);
        this.histograms = new HistogramQueries(database, catalog, rows);
        this.snapshots = new Snapshots(folder, database, catalog, rows);
    }

    /** Rows of its tables. */
    public RowQueries rows() {
        return rows;
    }

    /** Curves. */
    public SeriesQueries series() {
        return series;
    }

    /** Epochs of steps. */
    public EpochQueries epochs() {
        return new EpochQueries(rows);
    }

    /** Heat maps of layers. */
    public TensorQueries tensors() {
        return tensors;
    }

    /** Histograms of layers. */
    public HistogramQueries histograms() {
        return histograms;
    }

    /** All rows as files, what is in memory at most a second old; to be closed when they are read. */
    public Snapshot snapshot() {
        return snapshots.take();
    }

    /**
     * Reports a query over a snapshot that failed elsewhere. If its message may be about a damaged file, all files are
     * read through in the background, at most once a minute while none is found.
     */
    public void questionFailed(String message) {
        if (DataFileCheck.mayBeOfFile(message)) {
            rows.failed(
                    message,
                    Stream.of(HistoryTable.values())
                            .flatMap(table -> catalog.files(table).stream())
                            .toList());
        }
    }

    /** Metrics of its writing. */
    public HistoryMetrics metrics() {
        return metrics;
    }

    /** Damage found since it was opened, and which partitions are not written. */
    public HistoryDamage damage() {
        return damage;
    }

    /** Files of a table that count, with their rows and bytes; at most a second old. */
    public TableSize size(HistoryTable table) {
        List<DataFile> files = catalog.files(table);
        return new TableSize(
                files.size(),
                files.stream().mapToLong(DataFile::rows).sum(),
                files.stream().mapToLong(DataFile::bytes).sum());
    }

    /** Size of a table on disk. */
    public record TableSize(int files, long rows, long bytes) {}

    /** Folder for files that are handed out; a file left there is removed after the grace time. */
    public Path exports() {
        return folder.exports();
    }

    /** The settings that it was opened with. */
    public HistorySettings settings() {
        return settings;
    }

    /** Folder of the history. */
    public Path root() {
        return folder.root();
    }

    /** Absolute paths of the files of a table that count. */
    public List<String> files(HistoryTable table) {
        return catalog.files(table).stream()
                .map(file -> folder.resolve(file).toString())
                .toList();
    }

    PartitionWriter writer(TopicPartition partition) throws SQLException, IOException {
        return writer(partition, moment -> {});
    }

    PartitionWriter writer(TopicPartition partition, PartitionWriter.Probe probe) throws SQLException, IOException {
        return new PartitionWriter(partition, database, catalog, metrics, probe);
    }

    /** @throws IOException when what is left of the disk is for what cannot wait; at most a second old */
    public synchronized void requireRoom() throws IOException {
        if (room == null || System.nanoTime() - roomNanos > FRESH.toNanos()) {
            room = disk.room();
            roomNanos = System.nanoTime();
        }
        if (room.mustWait()) {
            throw new IOException(room.problem().orElse("the disk is full"));
        }
    }

    HistoryFolder folder() {
        return folder;
    }

    Catalog catalog() {
        return catalog;
    }

    HistoryDatabase database() {
        return database;
    }

    @Override
    public void close() {
        snapshots.close();
        database.close();
    }
}
