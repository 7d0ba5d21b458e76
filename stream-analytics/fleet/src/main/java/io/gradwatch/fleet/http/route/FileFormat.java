package io.gradwatch.fleet.http.route;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Formats in which an answer is a file. */
public enum FileFormat {
    PARQUET("application/vnd.apache.parquet", "parquet"),
    ARROW("application/vnd.apache.arrow.stream", "arrow");

    private final String type;
    private final String ending;

    FileFormat(String type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    /** Media type. */
    public String type() {
        return type;
    }

    /** True where the client accepts this format. */
    public boolean wanted(Context context) {
        String accepted = context.header("Accept");
        return accepted != null && accepted.contains(type);
    }

    /** Sends a file; it is gone when the last byte is read, or the client is. */
    public void send(Context context, Path file) {
        try {
            send(context, Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException("the answer cannot be read", e);
        }
    }

    /** Sends what a stream holds, which is closed when the last byte is read, or the client is gone. */
    public void send(Context context, InputStream file) {
        context.contentType(type)
                .header("Content-Disposition", "attachment; filename=\"gradwatch." + ending + "\"")
                .result(file);
    }
}
