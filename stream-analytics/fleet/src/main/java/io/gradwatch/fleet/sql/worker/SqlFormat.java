package io.gradwatch.fleet.sql.worker;

/** Format of an answer. */
public enum SqlFormat {
    /** One object: {@code columns} with name and type, {@code rows} as arrays, {@code truncated}, {@code millis}. */
    JSON,
    /** RFC 4180 with a line of names. */
    CSV,
    /** Parquet, compressed with zstd. */
    PARQUET,
    /** Arrow IPC stream. */
    ARROW
}
