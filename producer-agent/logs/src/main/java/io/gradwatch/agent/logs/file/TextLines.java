package io.gradwatch.agent.logs.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lines of a file in UTF-8 or UTF-16 that are not blank. Only the line at hand is in memory. Of a file that grows,
 * a line without an end waits for its rest.
 */
public final class TextLines implements AutoCloseable {

    private static final int LONGEST_BYTES = 1 << 20;

    private final Path file;
    private final TextUnits units;
    private final boolean forPeople;
    private final ByteArrayOutputStream started = new ByteArrayOutputStream();
    private Optional<String> first = Optional.empty();
    private boolean returned;
    private long position;
    private long stop = Long.MAX_VALUE;
    private long line;

    private TextLines(Path file, InputStream in, boolean growing, boolean forPeople) {
        this.file = file;
        this.units = new TextUnits(in, growing);
        this.forPeople = forPeople;
    }

    public static TextLines open(Path file) throws UnreadableLogException {
        return open(file, false, false);
    }

    /** The lines of a file that grows. */
    public static TextLines growing(Path file) throws UnreadableLogException {
        return open(file, true, false);
    }

    /**
     * The lines of a file that grows and that is written for people: of what a line writes over with a carriage return,
     * only the last is told, a line that is too long is cut, and bytes that are not UTF-8 become replacement
     * characters.
     */
    public static TextLines growingForPeople(Path file) throws UnreadableLogException {
        return open(file, true, true);
    }

    /**
     * The lines of a stream, as of a file for people; to read one waits for it.
     *
     * @param name of the stream, for messages
     */
    public static TextLines of(InputStream in, String name) {
        return new TextLines(Path.of(name), new BufferedInputStream(in, 1 << 16), false, true);
    }

    private static TextLines open(Path file, boolean growing, boolean forPeople) throws UnreadableLogException {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            return new TextLines(file, in, growing, forPeople);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    /**
     * The next line; empty after the last one.
     *
     * @throws UnreadableLogException when it is too long or not UTF-8
     */
    public Optional<String> next() throws UnreadableLogException {
        if (first.isPresent()) {
            Optional<String> again = first;
            first = Optional.empty();
            return again;
        }
        for (Optional<String> text = any(); text.isPresent(); text = any()) {
            if (!text.get().isBlank()) {
                return text;
            }
        }
        return Optional.empty();
    }

    /** The first line, which is told again by {@link #next}; for nobody who asks for positions. */
    Optional<String> first() throws UnreadableLogException {
        first = next();
        return first;
    }

    /** Bytes of the lines that were told, with their ends. */
    public long position() {
        return position;
    }

    public boolean isGrowing() {
        return units.isGrowing();
    }

    /** From now on no line is told that begins there or behind. */
    public void stopAt(long bytes) {
        stop = bytes;
    }

    /** The file grows no more: what is there of its last line is a line. */
    public void end() {
        units.end();
    }

    /** A problem of the line at hand. */
    public UnreadableLogException problem(String says, Throwable cause) {
        return new UnreadableLogException(file, line, says, cause);
    }

    /** A problem of the whole file. */
    public UnreadableLogException wholeProblem(String says) {
        return new UnreadableLogException(file, 0, says);
    }

    @Override
    public void close() {
        try {
            units.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }

    private Optional<String> any() throws UnreadableLogException {
        if (position >= stop) {
            return Optional.empty();
        }
        try {
            int next = units.next();
            for (; next != TextUnits.NONE && next != '\n'; next = units.next()) {
                take(next);
            }
            if (next == TextUnits.NONE && (units.isGrowing() || units.read() == position)) {
                return Optional.empty();
            }
            return Optional.of(whole());
        } catch (IOException e) {
            line++;
            throw problem("cannot be read: " + e, e);
        }
    }

    private void take(int next) throws UnreadableLogException {
        if (forPeople && returned) {
            started.reset();
        }
        returned = next == '\r';
        if (started.size() < LONGEST_BYTES) {
            units.write(next, started);
        } else if (!forPeople) {
            line++;
            throw problem("is longer than " + LONGEST_BYTES + " bytes", null);
        }
    }

    private String whole() throws UnreadableLogException {
        line++;
        position = units.read();
        returned = false;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(started.toByteArray());
            return forPeople
                    ? units.encoding().lenient(bytes)
                    : units.encoding().strict(bytes);
        } catch (CharacterCodingException e) {
            throw problem("has bytes that are not " + units.encoding().charsetName(), e);
        } finally {
            started.reset();
        }
    }
}
