package io.gradwatch.agent.logs.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Beginning of a file.
 *
 * @param fileName in lower case, with its ending
 * @param text its first {@value #BYTES} bytes, without a byte order mark
 */
public record LogHead(String fileName, String text) {

    public static final int BYTES = 8192;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public static LogHead of(Path file) throws UnreadableLogException {
        if (Files.isDirectory(file)) {
            throw new UnreadableLogException(file, 0, "is a folder; expected the file of one run");
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = withoutMark(TextEncoding.decode(in.readNBytes(BYTES)));
            return new LogHead(file.getFileName().toString().toLowerCase(Locale.ROOT), text);
        } catch (NoSuchFileException e) {
            throw new UnreadableLogException(file, 0, "does not exist", e);
        } catch (IOException e) {
            throw new UnreadableLogException(file, 0, "cannot be read: " + e, e);
        }
    }

    /** Waits for the first line that is not blank, and leaves it to be read again. */
    public static LogHead of(BufferedInputStream in, String name) throws UnreadableLogException {
        in.mark(BYTES);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            boolean blank = true;
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.write(next);
                blank &= next <= ' ' || next >= 0xef;
                if (head.size() == BYTES || !blank && (next == '\n' || next == '\r')) {
                    break;
                }
            }
            in.reset();
        } catch (IOException e) {
            throw new UnreadableLogException(Path.of(name), 0, "cannot be read: " + e, e);
        }
        return new LogHead(name, TextEncoding.decode(head.toByteArray()));
    }

    public static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    /** True if its first line that is not blank has an end, or the file one ending before more was read. */
    public boolean hasWholeLine() {
        return text.stripLeading().contains("\n") || text.length() > BYTES / 3;
    }

    /** The first line, or as much of it as was read. */
    public String firstLine() {
        return text.lines().findFirst().orElse("");
    }
}
