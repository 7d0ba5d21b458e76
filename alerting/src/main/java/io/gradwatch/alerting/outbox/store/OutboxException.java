package io.gradwatch.alerting.outbox.store;

/** The outbox cannot be opened, read or written. The message says which and why. */
public final class OutboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what failed and why
     * @param cause null where there is none
     */
    public OutboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
