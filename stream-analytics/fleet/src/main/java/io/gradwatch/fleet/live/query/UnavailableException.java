package io.gradwatch.fleet.live.query;

/** No instance holds the asked table at the moment: it is being moved or restored. Asking again helps. */
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
