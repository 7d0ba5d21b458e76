package io.gradwatch.alerting.standby;

import java.util.List;

/**
 * Log of the rows of an outbox, kept outside of this host, which one instance at a time may write: the leader. Not
 * thread-safe: the outbox locks around it.
 */
public interface RowLog {

    /**
     * Appends changes, all or none of them. They are kept when it returns.
     *
     * @throws OutboxException when another instance leads, or it is not known whether they are kept; nothing can be
     *     appended any more
     */
    void append(List<RowChange> changes);

    /**
     * Checks that changes can be appended.
     *
     * @throws OutboxException when another instance leads, or a change could not be appended
     */
    void requireOpen();

    /** Appends nothing more, since the copy of the log is not what it was made to be. */
    void abandon(String why);

    /** False where another instance may have taken over since the last change was appended. */
    boolean isCertain();
}
