package io.gradwatch.fleet.live.query;

/** Nobody holds what was asked for at the moment: the tables are being moved or restored. Asking again helps. */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is not there, for a person */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what is not there, for a person
     * @param cause why
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
