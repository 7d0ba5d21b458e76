package io.gradwatch.fleet.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Answers with a Parquet file. */
final class ParquetAnswer {

    static final String TYPE = "application/vnd.apache.parquet";

    private ParquetAnswer() {}

    /** Whether the client wants one. */
    static boolean wanted(Context context) {
        String accepted = context.header("Accept");
        return accepted != null && accepted.contains(TYPE);
    }

    /** Sends a file; it is gone when the last byte is read, or the client is. */
    static void send(Context context, Path file) {
        try {
            context.contentType(TYPE)
                    .header("Content-Disposition", "attachment; filename=\"gradwatch.parquet\"")
                    .result(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read", e);
        }
    }
}
