package io.gradwatch.fleet.picture;

/** An alert has no picture. The message says why. */
public final class NoPictureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoPictureException(String why) {
        super(why);
    }

    NoPictureException(String why, Throwable cause) {
        super(why, cause);
    }
}
