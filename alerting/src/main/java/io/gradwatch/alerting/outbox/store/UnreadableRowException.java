package io.gradwatch.alerting.outbox.store;

import java.sql.SQLException;

/** Row that holds no alert that this release can read: it is damaged, or of a newer release. */
public final class UnreadableRowException extends SQLException {

    private static final long serialVersionUID = 1L;

    UnreadableRowException(String message, Throwable cause) {
        super(message, cause);
    }

    /** True where such a row is the reason of a failure. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnreadableRowException) {
                return true;
            }
        }
        return false;
    }
}
