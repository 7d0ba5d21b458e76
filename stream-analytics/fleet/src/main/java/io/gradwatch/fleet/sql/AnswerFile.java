package io.gradwatch.fleet.sql;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** An answer in a file, which is gone once it is closed, or its stream is. */
public final class AnswerFile implements AutoCloseable {

    private final Path path;
    private final Set<AnswerFile> open;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param open answers that are written or sent now, this one among them until it is closed; thread-safe */
    AnswerFile(Path path, Set<AnswerFile> open) {
        this.path = path;
        this.open = open;
        open.add(this);
    }

    /** Path of the file. */
    public Path path() {
        return path;
    }

    /** Its bytes. */
    public long size() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Reads it once. */
    public InputStream open() {
        try {
            return new FilterInputStream(Files.newInputStream(path)) {
                @Override
                public void close() throws IOException {
                    super.close();
                    AnswerFile.this.close();
                }
            };
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("the answer cannot be read", e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            open.remove(this);
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // It is removed with what crashes leave.
                return;
            }
        }
    }
}
