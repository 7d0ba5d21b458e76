package io.gradwatch.agent.logs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lines of a UTF-8 file that are not blank. Only the line at hand is in memory. Of a file that grows, a line
 * without an end waits for its rest.
 */
final class TextLines implements AutoCloseable {

    private static final int LONGEST_BYTES = 1 << 20;

    private final Path file;
    private final InputStream in;
    private final boolean forPeople;
    private final ByteArrayOutputStream started = new ByteArrayOutputStream();
    private Optional<String> first = Optional.empty();
    private boolean growing;
    private boolean returned;
    private long read;
    private long position;
    private long stop = Long.MAX_VALUE;
    private long line;

    private TextLines(Path file, InputStream in, boolean growing, boolean forPeople) {
        this.file = file;
        this.in = in;
        this.growing = growing;
        this.forPeople = forPeople;
    }

    static TextLines open(Path file) throws UnreadableLogException {
        return open(file, false, false);
    }

    /** The lines of a file that grows. */
    static TextLines growing(Path file) throws UnreadableLogException {
        return open(file, true, false);
    }

    /**
     * The lines of a file that grows and that is written for people: of what a line writes over with a carriage return,
     * only the last is told, a line that is too long is cut, and bytes that are not UTF-8 become replacement
     * characters.
     */
    static TextLines growingForPeople(Path file) throws UnreadableLogException {
        return open(file, true, true);
    }

    /**
     * The lines of a stream, as of a file for people; to read one waits for it.
     *
     * @param name of the stream, for messages
     */
    static TextLines of(InputStream in, String name) {
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
    Optional<String> next() throws UnreadableLogException {
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
    long position() {
        return position;
    }

    boolean isGrowing() {
        return growing;
    }

    /** From now on no line is told that begins there or behind. */
    void stopAt(long bytes) {
        stop = bytes;
    }

    /** The file grows no more: what is there of its last line is a line. */
    void end() {
        growing = false;
    }

    /** A problem of the line at hand. */
    UnreadableLogException problem(String says, Throwable cause) {
        return new UnreadableLogException(file, line, says, cause);
    }

    /** A problem of the whole file. */
    UnreadableLogException wholeProblem(String says) {
        return new UnreadableLogException(file, 0, says);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be closed", e);
        }
    }

    private Optional<String> any() throws UnreadableLogException {
        if (position >= stop) {
            return Optional.empty();
        }
        try {
            int next = in.read();
            for (; next >= 0 && next != '\n'; next = in.read()) {
                read++;
                take(next);
            }
            if (next < 0 && (growing || read == position)) {
                return Optional.empty();
            }
            read += next < 0 ? 0 : 1;
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
            started.write(next);
        } else if (!forPeople) {
            line++;
            throw problem("is longer than " + LONGEST_BYTES + " bytes", null);
        }
    }

    private String whole() throws UnreadableLogException {
        line++;
        position = read;
        returned = false;
        try {
            CodingErrorAction action = forPeople ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(action)
                    .onUnmappableCharacter(action)
                    .decode(ByteBuffer.wrap(started.toByteArray()))
                    .toString();
            return line == 1 ? LogHead.withoutMark(text) : text;
        } catch (CharacterCodingException e) {
            throw problem("has bytes that are not UTF-8", e);
        } finally {
            started.reset();
        }
    }
}
