package io.gradwatch.agent.logs;

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

/** The lines of a UTF-8 file that are not blank. Only the line at hand is in memory. */
final class TextLines implements AutoCloseable {

    private static final int LONGEST_BYTES = 1 << 20;

    private final Path file;
    private final InputStream in;
    private long line;

    private TextLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static TextLines open(Path file) throws UnreadableLogException {
        try {
            return new TextLines(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
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
        for (Optional<String> text = any(); text.isPresent(); text = any()) {
            if (!text.get().isBlank()) {
                return text;
            }
        }
        return Optional.empty();
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
        line++;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                if (bytes.size() == LONGEST_BYTES) {
                    throw problem("is longer than " + LONGEST_BYTES + " bytes", null);
                }
                bytes.write(next);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return Optional.of(line == 1 ? LogHead.withoutMark(text) : text);
        } catch (CharacterCodingException e) {
            throw problem("has bytes that are not UTF-8", e);
        } catch (IOException e) {
            throw problem("cannot be read: " + e, e);
        }
    }
}
