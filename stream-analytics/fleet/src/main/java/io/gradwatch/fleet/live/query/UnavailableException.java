package io.gradwatch.fleet.live.query;

/** No instance holds the asked table at the moment: it is being moved or restored. Asking again helps. */
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message the missing thing, in words */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * @param message the missing thing, in words
     * @param cause of it
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
