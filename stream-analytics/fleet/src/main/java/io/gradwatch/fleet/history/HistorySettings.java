package io.gradwatch.fleet.history;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import java.time.Duration;
import java.util.Map;

/**
 * The section {@code fleet.history} of the configuration.
 *
 * @param flushRows rows of a partition after which they are written
 * @param flushAfter age of a partition's oldest row after which its rows are written
 * @param compactFiles commits of about one size, next to each other, that are made one
 * @param compactRows rows above which a commit is made no larger
 * @param grace for which files that no longer count are kept, for readers that have them open
 * @param keepDays days of history that are kept, 0 for all
 * @param keepBytes bytes of Parquet that are kept, the oldest days going first, 0 for all
 * @param memoryBytes that DuckDB may take to write and to draw curves
 * @param threads that read the topics and write; at most one a partition does work
 */
public record HistorySettings(
        int flushRows,
        Duration flushAfter,
        int compactFiles,
        int compactRows,
        Duration grace,
        int keepDays,
        long keepBytes,
        long memoryBytes,
        int threads) {

    /** Rows of a partition after which they are written. */
    public static final ConfigKey<Integer> FLUSH_ROWS = ConfigKey.wholeNumber(
            "flush-rows", 500_000, 1, 10_000_000, "Rows of a partition in memory after which they are written.");

    /** Age after which rows are written. */
    public static final ConfigKey<Duration> FLUSH_AFTER = ConfigKey.duration(
            "flush-after",
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            "Age of a partition's oldest row in memory after which its rows are written.");

    /** Commits that are made one. */
    public static final ConfigKey<Integer> COMPACT_FILES = ConfigKey.wholeNumber(
            "compact-files", 16, 2, 1000, "Neighbouring commits of about one size that are merged into one.");

    /** Rows above which a commit is made no larger. */
    public static final ConfigKey<Integer> COMPACT_ROWS = ConfigKey.wholeNumber(
            "compact-rows", 4_000_000, 1, 100_000_000, "Rows above which merged files are made no larger.");

    /** Grace of files that no longer count. */
    public static final ConfigKey<Duration> GRACE = ConfigKey.duration(
            "grace",
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            "For which files that no longer count are kept, for readers that have them open.");

    /** Days that are kept. */
    public static final ConfigKey<Integer> KEEP_DAYS =
            ConfigKey.wholeNumber("keep-days", 0, 0, 36_500, "Days of history that are kept; 0 keeps all.");

    /** Bytes that are kept. */
    public static final ConfigKey<Long> KEEP_BYTES = ConfigKey.bytes(
            "keep-bytes", 0L, 0, "Bytes of Parquet that are kept, the oldest days going first; 0B keeps all.");

    /** Memory of DuckDB. */
    public static final ConfigKey<Long> MEMORY = ConfigKey.bytes(
            "memory", 2L << 30, 128 << 20, "Memory that DuckDB may take to write the history and to draw curves.");

    /** Threads that read and write. */
    public static final ConfigKey<Integer> THREADS = ConfigKey.wholeNumber(
            "threads", 2, 1, 64, "Threads that read the topics and write; at most one a partition does work.");

    /** Reads the section. Problems are noted for {@link io.gradwatch.config.Configuration#check}. */
    public static HistorySettings from(ConfigSection root) {
        ConfigSection section = root.section("fleet").section("history");
        return new HistorySettings(
                section.get(FLUSH_ROWS),
                section.get(FLUSH_AFTER),
                section.get(COMPACT_FILES),
                section.get(COMPACT_ROWS),
                section.get(GRACE),
                section.get(KEEP_DAYS),
                section.get(KEEP_BYTES),
                section.get(MEMORY),
                section.get(THREADS));
    }

    /** The settings of an empty configuration. */
    public static HistorySettings defaults() {
        return from(Configuration.defaults(Map.of()).root());
    }
}
