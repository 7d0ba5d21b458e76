package io.gradwatch.fleet.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Formats in which an answer is a file. */
enum FileAnswer {
    PARQUET("application/vnd.apache.parquet", "parquet"),
    ARROW("application/vnd.apache.arrow.stream", "arrow");

    private final String type;
    private final String ending;

    FileAnswer(String type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    /** Whether the client wants this format. */
    boolean wanted(Context context) {
        String accepted = context.header("Accept");
        return accepted != null && accepted.contains(type);
    }

    /** Sends a file; it is gone when the last byte is read, or the client is. */
    void send(Context context, Path file) {
        try {
            send(context, Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read", e);
        }
    }

    /** Sends what a stream holds, which is closed when the last byte is read, or the client is gone. */
    void send(Context context, InputStream file) {
        context.contentType(type)
                .header("Content-Disposition", "attachment; filename=\"gradwatch." + ending + "\"")
                .result(file);
    }
}
