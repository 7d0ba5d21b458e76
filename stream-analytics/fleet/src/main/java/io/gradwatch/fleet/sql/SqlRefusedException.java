package io.gradwatch.fleet.sql;

/** A refused query, with the reason for the client: not allowed, wrong, too long, too much. */
public final class SqlRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    /** Reason of a refusal. */
    public enum Reason {
        /** It is not one plain SELECT over the tables of the history, or DuckDB does not understand it. */
        NOT_ALLOWED,
        /** It took longer, or needed more memory, than a query may. */
        TOO_EXPENSIVE,
        /** The most queries that may run at once are running. */
        TOO_MANY,
        /** The client has gone. */
        CANCELLED,
        /** No query can be answered now: there is no room on the disk, or no process can be started. */
        UNAVAILABLE
    }

    private final Reason reason;

    SqlRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Reason of this refusal. */
    public Reason reason() {
        return reason;
    }
}
