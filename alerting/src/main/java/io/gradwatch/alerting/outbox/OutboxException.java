package io.gradwatch.alerting.outbox;

/** The outbox cannot be opened, read or written. The message says which and why. */
public final class OutboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
