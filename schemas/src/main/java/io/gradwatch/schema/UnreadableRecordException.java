package io.gradwatch.schema;

/** A record's bytes are not a value of its topic. The message says what was found and what was expected. */
public final class UnreadableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message the found and the expected value */
    public UnreadableRecordException(String message) {
        super(message);
    }

    /**
     * @param message the found and the expected value
     * @param cause exception of the decoder
     */
    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
