package io.gradwatch.agent.logs.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lines of a file or a stream in UTF-8 or UTF-16, of which only the line at hand is in memory. Of a file that grows, a
 * line without an end waits for its rest; to read a line of a stream waits for it.
 */
public final class TextLines implements AutoCloseable {

    /** Way in which lines are read. */
    public enum Style {
        /** Rows for programs: a line that is too long or has bytes of no character is a problem. */
        STRICT(1 << 20),
        /**
         * Rows that people may have written: of what a line writes over with a carriage return only the last is told, a
         * line that is too long is cut, and bytes of no character become replacement characters.
         */
        LENIENT(1 << 20),
        /**
         * Text that a program prints, also in Latin-1: blank lines are told, what is written over with a carriage
         * return is a line of its own, and a line that is too long is cut.
         */
        PRINTED(1 << 16);

        private final int longestBytes;

        Style(int longestBytes) {
            this.longestBytes = longestBytes;
        }
    }

    private final Path file;
    private final Style style;
    private final TextUnits units;
    /** Bytes of the line at hand, as far as they were read. */
    private final ByteArrayOutputStream started = new ByteArrayOutputStream();

    private boolean returned;
    private boolean overwritten;
    private long position;
    private long line;
    private long stop = Long.MAX_VALUE;

    private TextLines(Path file, InputStream in, boolean growing, Style style) {
        this.file = file;
        this.style = style;
        this.units = new TextUnits(in, growing);
    }

    /** The lines of a file, which grows or does not. */
    public static TextLines open(Path file, boolean growing, Style style) throws UnreadableLogException {
        try {
            return new TextLines(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16), growing, style);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    /** @param name of the stream, for messages */
    public static TextLines of(InputStream in, String name, Style style) {
        return new TextLines(Path.of(name), in, false, style);
    }

    /**
     * The next line, without its end; empty after the last one.
     *
     * @throws UnreadableLogException when it cannot be read
     */
    public Optional<String> next() throws UnreadableLogException {
        while (position < stop) {
            Optional<String> text = any();
            if (text.isEmpty() || style == Style.PRINTED || !text.get().isBlank()) {
                return text;
            }
        }
        return Optional.empty();
    }

    /** True if the program went back to the beginning of the line that was read last to write another over it. */
    public boolean overwritten() {
        return overwritten;
    }

    /** From now on no line is told that begins there or behind. */
    public void stopAt(long bytes) {
        stop = bytes;
    }

    private Optional<String> any() throws UnreadableLogException {
        try {
            for (int unit = units.next(); unit != TextUnits.NONE; unit = units.next()) {
                if (unit == '\n') {
                    return Optional.of(text(false));
                }
                if (style == Style.PRINTED && returned && unit != '\r' && started.size() > 0) {
                    units.unread();
                    return Optional.of(text(true));
                }
                take(unit);
            }
            boolean whole = !units.isGrowing() && units.read() > position;
            return whole ? Optional.of(text(false)) : Optional.empty();
        } catch (IOException e) {
            line++;
            throw problem("cannot be read: " + e, e);
        }
    }

    private void take(int unit) throws UnreadableLogException {
        if (style == Style.LENIENT && returned) {
            started.reset();
        }
        returned = unit == '\r';
        if (returned && style == Style.PRINTED) {
            return;
        }
        if (started.size() < style.longestBytes) {
            units.write(started);
        } else if (style == Style.STRICT) {
            line++;
            throw problem("is longer than " + style.longestBytes + " bytes", null);
        }
    }

    /** The text of the line at hand, which is whole; the next one begins. */
    private String text(boolean isOverwritten) throws UnreadableLogException {
        line++;
        position = units.read();
        returned = false;
        overwritten = isOverwritten;
        byte[] bytes = started.toByteArray();
        started.reset();
        TextEncoding encoding = units.encoding();
        if (style == Style.LENIENT) {
            return new String(bytes, encoding.charset());
        }
        try {
            return encoding.charset()
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            if (style == Style.PRINTED) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
            throw problem("has bytes that are not " + encoding.charset(), e);
        }
    }

    /** Bytes of the lines that were read, with their ends. */
    public long position() {
        return position;
    }

    public boolean isGrowing() {
        return units.isGrowing();
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
}
