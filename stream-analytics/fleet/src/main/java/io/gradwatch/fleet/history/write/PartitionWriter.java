package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.history.files.Catalog;
import io.gradwatch.fleet.history.files.Commit;
import io.gradwatch.fleet.history.files.CommitLog;
import io.gradwatch.fleet.history.files.DataFile;
import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.ParquetFiles;
import io.gradwatch.fleet.history.files.TopicOffsets;
import io.gradwatch.schema.UnreadableRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the history of one partition: takes its records in order into tables in memory, and writes these as files and
 * one commit. Where the history has a gap, that is filled first. All offsets are those of the history, see
 * {@link TopicOffsets}. For one thread.
 */
public final class PartitionWriter implements AutoCloseable {

    /** Moments of a flush, for tests that end the process at each. */
    public enum Moment {
        BEGUN,
        FILE_WRITTEN,
        FILES_WRITTEN,
        COMMITTED,
        SWAPPED
    }

    /** Called at each moment. */
    @FunctionalInterface
    public interface Probe {
        void at(Moment moment);
    }

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);
    private static final long MILLIS_OF_A_DAY = Duration.ofDays(1).toMillis();
    private static final Duration ALL_AGES = Duration.ofDays(365);
    private static final long NO_DAY = Long.MIN_VALUE;

    /**
     * Makes the names of schemas unique: two threads may have the same partition while it moves from one to the other.
     */
    private static final AtomicLong WRITERS = new AtomicLong();

    private final TopicPartition partition;
    private final HistoryTopic topic;
    private final HistoryDatabase database;
    private final Catalog catalog;
    private final HistoryMetrics metrics;
    private final Probe probe;
    private final ParquetFiles parquet;
    private final String schema;
    private final DuckDBConnection connection;
    private TableBuffers tables;
    private RecordWriter records;
    private long first;
    private long next;
    private long limit;
    private long end;
    private long rows;
    private long unreadable;
    private long epochDay = NO_DAY;
    private long oldestNanos;
    private long shown;
    private long shownNanos = System.nanoTime();

    public PartitionWriter(
            TopicPartition partition, HistoryDatabase database, Catalog catalog, HistoryMetrics metrics, Probe probe)
            throws SQLException, IOException {
        this.partition = partition;
        this.topic = HistoryTopic.of(partition.topic());
        this.database = database;
        this.catalog = catalog;
        this.metrics = metrics;
        this.probe = probe;
        this.parquet = new ParquetFiles(database.folder());
        this.schema = Words.of(topic) + "_" + partition.partition() + "_" + WRITERS.incrementAndGet();
        this.connection = database.connect();
        begin();
    }

    /** Offset of the next record to be given. */
    public long next() {
        return next;
    }

    /** Offset after the last record that the history covers. */
    public long end() {
        return Math.max(end, next);
    }

    /** Rows that are in memory only. */
    public long rows() {
        return rows;
    }

    /** Records that could not be read since the writer began. */
    public long unreadable() {
        return unreadable;
    }

    /** True where the oldest record in memory is at least so old. */
    public boolean isOlderThan(Duration age) {
        return next > first && System.nanoTime() - oldestNanos >= age.toNanos();
    }

    /**
     * Takes a record. One that was taken before is left aside, one that cannot be read is counted.
     *
     * @param appendedMillis time of appending at the broker
     * @return false when the record belongs to another day than those in memory, or lies behind the gap that is being
     *     filled: {@link #flush} first, and give it again
     */
    public boolean add(long offset, long appendedMillis, byte[] value) throws SQLException {
        if (offset < next) {
            return true;
        }
        if (offset >= limit) {
            next = limit;
            return false;
        }
        long recordDay = Math.floorDiv(appendedMillis, MILLIS_OF_A_DAY);
        if (epochDay != NO_DAY && epochDay != recordDay) {
            return false;
        }
        if (epochDay == NO_DAY) {
            epochDay = recordDay;
            oldestNanos = System.nanoTime();
        }
        try {
            rows += records.add(value);
        } catch (UnreadableRecordException e) {
            unreadable++;
            metrics.unreadable();
            LOG.warn("{} offset {} is left out of the history: {}", partition, offset, e.getMessage());
        }
        next = offset + 1;
        if (next == limit) {
            // The gap is filled: what comes next is given again after a flush.
            oldestNanos = System.nanoTime() - ALL_AGES.toNanos();
        }
        return true;
    }

    /** Makes the records taken so far visible to queries. */
    public void show() throws SQLException {
        tables.flush();
        database.setLive(schema, records.runs(), tables.parts());
        shownNanos = System.nanoTime();
        shown = next;
    }

    /** The same, unless there is nothing new or it was done within the given time: it costs more than a record. */
    public void showEvery(Duration interval) throws SQLException {
        if (next > shown && System.nanoTime() - shownNanos >= interval.toNanos()) {
            show();
        }
    }

    /**
     * Writes what is in memory and commits it.
     *
     * @return false when another writer has committed these records, so that what was in memory is dropped, or a gap is
     *     filled: reading goes on at {@link #next}
     */
    public boolean flush() throws SQLException, IOException {
        if (next == first) {
            return true;
        }
        probe.at(Moment.BEGUN);
        long begin = System.nanoTime();
        long written = rows;
        records.finish();
        tables.flush();
        // A gap whose records the topic has no more is closed without any.
        List<DataFile> files = epochDay == NO_DAY ? List.of() : writeFiles();
        probe.at(Moment.FILES_WRITTEN);
        boolean won = catalog.log(partition).publish(new Commit(first, next, 0, files));
        if (!won) {
            LOG.warn("{} from offset {} on was written by another process; its files are kept", partition, first);
            for (DataFile file : files) {
                Files.deleteIfExists(database.folder().resolve(file));
            }
        }
        probe.at(Moment.COMMITTED);
        boolean filled = next == limit;
        swap();
        probe.at(Moment.SWAPPED);
        catalog.publishLists();
        if (won) {
            metrics.flushed(written, System.nanoTime() - begin);
        }
        return won && !filled;
    }

    private List<DataFile> writeFiles() throws SQLException, IOException {
        List<DataFile> files = new ArrayList<>();
        String day = LocalDate.ofEpochDay(epochDay).toString();
        for (HistoryTable table : HistoryTable.values()) {
            Optional<DataFile> file = write(table, day);
            if (file.isPresent()) {
                files.add(file.get());
                probe.at(Moment.FILE_WRITTEN);
            }
        }
        return files;
    }

    private Optional<DataFile> write(HistoryTable table, String day) throws SQLException, IOException {
        Optional<TableBuffer> live = tables.table(table);
        return live.isEmpty()
                ? Optional.empty()
                : parquet.write(
                        connection,
                        table,
                        day,
                        live.get().select(),
                        HistoryDatabase.union(live.get().parts().stream()));
    }

    /** Rows leave memory at the moment at which their files count: no query sees them twice, or not at all. */
    private void swap() throws SQLException, IOException {
        database.swap().writeLock().lock();
        try {
            catalog.refresh();
            begin();
        } finally {
            database.swap().writeLock().unlock();
        }
    }

    private void begin() throws SQLException, IOException {
        drop();
        database.createSchema(schema);
        database.setLive(schema, Set.of(), Map.of());
        tables = new TableBuffers(database, connection, schema);
        records = topic.rows(tables);
        List<Commit> chain = catalog.log(partition).chain();
        Optional<CommitLog.Gap> gap = CommitLog.firstGap(chain);
        end = CommitLog.end(chain);
        first = gap.map(CommitLog.Gap::first).orElse(end);
        limit = gap.map(CommitLog.Gap::next).orElse(Long.MAX_VALUE);
        next = first;
        shown = first;
        rows = 0;
        epochDay = NO_DAY;
    }

    private void drop() throws SQLException {
        if (tables != null) {
            tables.close();
            tables = null;
        }
    }

    /** Forgets what is in memory. */
    @Override
    public void close() throws SQLException {
        database.swap().writeLock().lock();
        try {
            drop();
            database.dropSchema(schema);
        } finally {
            database.swap().writeLock().unlock();
        }
        connection.close();
    }
}
