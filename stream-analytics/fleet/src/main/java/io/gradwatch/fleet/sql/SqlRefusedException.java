package io.gradwatch.fleet.sql;

/** A question that is not answered, with a reason for the one who asked: not allowed, wrong, too long, too much. */
public final class SqlRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** It is not one plain SELECT over the tables of the history, or DuckDB does not understand it. */
        NOT_ALLOWED,
        /** It took longer, or needed more memory, than a question may. */
        TOO_EXPENSIVE,
        /** As many questions as may run at once are running. */
        TOO_MANY,
        /** The one who asked has gone. */
        CANCELLED,
        /** No question can be answered now: there is no room on the disk, or no process can be started. */
        UNAVAILABLE
    }

    private final Reason reason;

    SqlRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it was refused. */
    public Reason reason() {
        return reason;
    }
}
