package io.gradwatch.agent.logs.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lines of a file or a stream, of which only the line at hand is in memory. Of a file that grows, a line without an end
 * waits for its rest.
 */
abstract class ReadLines implements AutoCloseable {

    final Path file;
    final TextUnits units;
    /** Bytes of the line at hand, as far as they were read. */
    final ByteArrayOutputStream started = new ByteArrayOutputStream();

    boolean returned;
    long position;
    long line;

    ReadLines(Path file, InputStream in, boolean growing) {
        this.file = file;
        this.units = new TextUnits(in, growing);
    }

    static InputStream bytes(Path file) throws UnreadableLogException {
        try {
            return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    /** Bytes of the line at hand, which is whole; the next one begins. */
    final byte[] whole() {
        line++;
        position = units.read();
        returned = false;
        byte[] bytes = started.toByteArray();
        started.reset();
        return bytes;
    }

    /** Bytes of the lines that were read, with their ends. */
    public final long position() {
        return position;
    }

    public final boolean isGrowing() {
        return units.isGrowing();
    }

    /** The file grows no more: what is there of its last line is a line. */
    public final void end() {
        units.end();
    }

    /** A problem of the line at hand. */
    public final UnreadableLogException problem(String says, Throwable cause) {
        return new UnreadableLogException(file, line, says, cause);
    }

    /** A problem of the whole file. */
    public final UnreadableLogException wholeProblem(String says) {
        return new UnreadableLogException(file, 0, says);
    }

    @Override
    public final void close() {
        try {
            units.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }
}
