package io.gradwatch.fleet.sql;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import java.time.Duration;
import java.util.Map;

/**
 * The section {@code fleet.sql} of the configuration.
 *
 * @param timeOut of a query
 * @param rows that an answer may have
 * @param concurrency queries that may run at once
 * @param memoryBytes that all of them may take together
 * @param threads that each may use
 */
public record SqlSettings(Duration timeOut, int rows, int concurrency, long memoryBytes, int threads) {

    /** Time-out of a query. */
    public static final ConfigKey<Duration> TIME_OUT = ConfigKey.duration(
            "time-out", Duration.ofSeconds(30), Duration.ofMillis(100), "After which a question is given up.");

    /** Rows of an answer. */
    public static final ConfigKey<Integer> ROWS = ConfigKey.wholeNumber(
            "rows",
            100_000,
            1,
            10_000_000,
            "Rows that an answer may have; what goes beyond is cut off, and it says so.");

    /** Queries at once. */
    public static final ConfigKey<Integer> CONCURRENCY =
            ConfigKey.wholeNumber("concurrency", 4, 1, 100, "Questions that may run at once; more are refused.");

    /** Memory. */
    public static final ConfigKey<Long> MEMORY =
            ConfigKey.bytes("memory", 1L << 30, 64 << 20, "Memory that all questions together may take.");

    /** Threads. */
    public static final ConfigKey<Integer> THREADS =
            ConfigKey.wholeNumber("threads", 2, 1, 256, "Threads that a question may use.");

    /** Reads the section. Problems are noted for {@link io.gradwatch.config.Configuration#check}. */
    public static SqlSettings from(ConfigSection root) {
        ConfigSection section = root.section("fleet").section("sql");
        return new SqlSettings(
                section.get(TIME_OUT),
                section.get(ROWS),
                section.get(CONCURRENCY),
                section.get(MEMORY),
                section.get(THREADS));
    }

    /** The settings of an empty configuration. */
    public static SqlSettings defaults() {
        return from(Configuration.defaults(Map.of()).root());
    }
}
