package io.gradwatch.agent.logs.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The lines of what a program prints for people, in UTF-8, UTF-16 or Latin-1. What is written over with a carriage
 * return is a line of its own. A line that is too long is cut.
 */
public final class PrintedLines extends ReadLines {

    private static final int LONGEST_BYTES = 1 << 16;

    /**
     * A line.
     *
     * @param text without its end
     * @param overwritten true if the program went back to its beginning to write another over it
     */
    public record Line(String text, boolean overwritten) {}

    private PrintedLines(Path file, InputStream in, boolean growing) {
        super(file, in, growing);
    }

    /** The lines of a file, which grows or does not. */
    public static PrintedLines open(Path file, boolean growing) throws UnreadableLogException {
        return new PrintedLines(file, bytes(file), growing);
    }

    /**
     * The lines of a stream; to read one waits for it.
     *
     * @param name of the stream, for messages
     */
    public static PrintedLines of(InputStream in, String name) {
        return new PrintedLines(Path.of(name), in, false);
    }

    /**
     * The next line, blank or not; empty after the last one.
     *
     * @throws UnreadableLogException when it cannot be read
     */
    public Optional<Line> next() throws UnreadableLogException {
        try {
            return any();
        } catch (IOException e) {
            throw new UnreadableLogException(file, line + 1, "cannot be read: " + e, e);
        }
    }

    private Optional<Line> any() throws IOException {
        for (int unit = units.next(); unit != TextUnits.NONE; unit = units.next()) {
            if (unit == '\n') {
                return Optional.of(text(false));
            }
            if (returned && unit != '\r') {
                if (started.size() > 0) {
                    units.unread(unit);
                    return Optional.of(text(true));
                }
                returned = false;
            }
            if (unit == '\r') {
                returned = true;
            } else if (started.size() < LONGEST_BYTES) {
                units.write(unit, started);
            }
        }
        return units.isGrowing() || units.read() == position ? Optional.empty() : Optional.of(text(false));
    }

    private Line text(boolean overwritten) {
        byte[] bytes = whole();
        try {
            return new Line(units.encoding().strict(ByteBuffer.wrap(bytes)), overwritten);
        } catch (CharacterCodingException e) {
            return new Line(new String(bytes, StandardCharsets.ISO_8859_1), overwritten);
        }
    }
}
