package io.gradwatch.alerting.outbox.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements and transactions on the one connection of the outbox, one at a time. {@link #update}, {@link #query} and
 * {@link #first} are called within one.
 */
public final class Database {

    /** Work on the database that belongs together. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }

    /** From a row to a value. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static final int CONFIRMATIONS = 2;

    private final Connection connection;
    private final Durability durability;

    public Database(Connection connection, Durability durability) {
        this.connection = connection;
        this.durability = durability;
    }

    /** Runs the work and commits it for good, or leaves no trace of it. */
    public synchronized <T> T transaction(Work<T> work) {
        durability.begin();
        try {
            T result = work.run();
            durability.commit(this, connection);
            return result;
        } catch (SQLException | RuntimeException e) {
            rollBack(e);
            throw new OutboxException("the outbox failed: " + e.getMessage(), e);
        } catch (Error e) {
            rollBack(e);
            durability.abandon("a transaction was broken off: " + e);
            throw e;
        } finally {
            durability.end();
        }
    }

    /**
     * Makes a transaction where the last one is too long ago to be sure that no other instance has taken over; a second
     * one, since the first one may have waited for something that is over.
     *
     * @throws OutboxException when another instance has taken over, or transactions take so long that nobody can be
     *     sure
     */
    public synchronized void confirmLead() {
        for (int attempt = 0; attempt < CONFIRMATIONS && !durability.isCertain(); attempt++) {
            transaction(() -> update("UPDATE leaders SET confirmations = confirmations + 1"));
        }
        if (!durability.isCertain()) {
            String why = "Kafka is too slow: each of " + CONFIRMATIONS
                    + " transactions took longer than this instance may be sure to lead";
            durability.abandon(why);
            throw new OutboxException(why, null);
        }
    }

    /** Number of the last transaction. */
    public long lastTransaction() throws SQLException {
        return first(row -> row.getLong(1), "SELECT MAX(number) FROM transactions")
                .orElseThrow();
    }

    /** Reads without a transaction of its own. */
    public synchronized <T> T read(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            durability.failed(e);
            abandonWhereClosed(e);
            throw new OutboxException("the outbox cannot be read: " + e.getMessage(), e);
        }
    }

    /** Changes rows, or tables, and returns how many rows. */
    public int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    public <T> List<T> query(Row<T> row, String sql, Object... parameters) throws SQLException {
        List<T> result = new ArrayList<>();
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                result.add(row.read(rows));
            }
        }
        return result;
    }

    /** The first row of a query; empty where it has none. */
    public <T> Optional<T> first(Row<T> row, String sql, Object... parameters) throws SQLException {
        return query(row, sql, parameters).stream().findFirst();
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private void rollBack(Throwable cause) {
        durability.failed(cause);
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            durability.abandon("the file of the outbox failed: " + e.getMessage());
        }
        abandonWhereClosed(cause);
    }

    /** H2 closes a file that failed for good. */
    private void abandonWhereClosed(Throwable cause) {
        try {
            if (connection.isClosed()) {
                durability.abandon("the file of the outbox was closed: " + cause.getMessage());
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
