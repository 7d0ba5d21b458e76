package io.gradwatch.agent.logs.file;

import java.nio.file.Path;

/** A log cannot be read any further. The message names file and line or byte, what was found and what was expected. */
public final class UnreadableLogException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * @param file the log
     * @param line at which it was seen, from 1; 0 where it is about the whole file
     * @param says rest of the message: the text found, and the text expected
     */
    public UnreadableLogException(Path file, long line, String says) {
        this(file, line, says, null);
    }

    /**
     * @param file the log
     * @param line at which it was seen, from 1; 0 where it is about the whole file
     * @param says rest of the message: the text found, and the text expected
     * @param cause exception of the parser
     */
    public UnreadableLogException(Path file, long line, String says, Throwable cause) {
        this((line == 0 ? file.toString() : file + ":" + line) + ": " + says, cause);
    }

    private UnreadableLogException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * A problem in a file that has no lines.
     *
     * @param file the log
     * @param offset of the byte at which the record begins that cannot be read, from 0
     * @param says rest of the message: the text found, and the text expected
     * @param cause exception of the parser, or null
     */
    public static UnreadableLogException atByte(Path file, long offset, String says, Throwable cause) {
        return new UnreadableLogException(file + ": byte " + offset + ": " + says, cause);
    }
}
