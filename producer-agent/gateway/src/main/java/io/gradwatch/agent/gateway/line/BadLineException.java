package io.gradwatch.agent.gateway.line;

/** A line cannot be used; the message says which value, and what was expected. */
public final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Number of the record that the line holds; null where the line does not say it. */
    private final Long sequence;

    public BadLineException(String message, Long sequence) {
        super(message);
        this.sequence = sequence;
    }

    public Long sequence() {
        return sequence;
    }
}
