package io.gradwatch.agent.logs.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How a file begins.
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

    public static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    /** Whether its first line that is not blank has an end, or the file one ending before more was read. */
    public boolean hasWholeLine() {
        return text.stripLeading().contains("\n") || text.length() > BYTES / 3;
    }

    /** The first line, or as much of it as was read. */
    public String firstLine() {
        return text.lines().findFirst().orElse("");
    }
}
