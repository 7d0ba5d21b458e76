package io.gradwatch.agent.gateway;

/** A line cannot be used; the message says which value, and what was expected. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Number of the record that the line holds; null where the line does not say it. */
    private final Long sequence;

    BadLineException(String message, Long sequence) {
        super(message);
        this.sequence = sequence;
    }

    Long sequence() {
        return sequence;
    }
}
