package io.gradwatch.agent.logs.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file in UTF-8 or UTF-16 that are not blank. */
public final class TextLines extends ReadLines {

    private static final int LONGEST_BYTES = 1 << 20;

    private final boolean forPeople;
    private long stop = Long.MAX_VALUE;

    private TextLines(Path file, InputStream in, boolean growing, boolean forPeople) {
        super(file, in, growing);
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
        return new TextLines(file, bytes(file), growing, forPeople);
    }

    /**
     * The next line; empty after the last one.
     *
     * @throws UnreadableLogException when it is too long or not UTF-8
     */
    public Optional<String> next() throws UnreadableLogException {
        for (Optional<String> text = any(); text.isPresent(); text = any()) {
            if (!text.get().isBlank()) {
                return text;
            }
        }
        return Optional.empty();
    }

    /** From now on no line is told that begins there or behind. */
    public void stopAt(long bytes) {
        stop = bytes;
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
            return Optional.of(text(whole()));
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

    private String text(byte[] bytes) throws UnreadableLogException {
        try {
            ByteBuffer text = ByteBuffer.wrap(bytes);
            return forPeople ? units.encoding().lenient(text) : units.encoding().strict(text);
        } catch (CharacterCodingException e) {
            throw problem("has bytes that are not " + units.encoding().charsetName(), e);
        }
    }
}
