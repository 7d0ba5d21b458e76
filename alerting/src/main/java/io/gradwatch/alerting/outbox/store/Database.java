package io.gradwatch.alerting.outbox.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements and transactions on the one connection of the outbox. Not thread-safe: the outbox locks around it. */
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

    private final Connection connection;
    private final Durability durability;

    public Database(Connection connection, Durability durability) {
        this.connection = connection;
        this.durability = durability;
    }

    /** Runs the work and commits it for good, or leaves no trace of it. */
    public <T> T transaction(Work<T> work) {
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

    /** False where another instance may have taken over since the last transaction. */
    public boolean isCertain() {
        return durability.isCertain();
    }

    /** Makes no transaction any more. */
    public void abandon(String why) {
        durability.abandon(why);
    }

    /** Number of the last transaction. */
    public long lastTransaction() throws SQLException {
        return query(row -> row.getLong(1), "SELECT MAX(number) FROM transactions")
                .get(0);
    }

    /** Reads without a transaction of its own. */
    public <T> T read(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            abandonWhereClosed(e);
            throw new OutboxException("the outbox cannot be read: " + e.getMessage(), e);
        }
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Changes rows and returns how many. */
    public int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Adds a row and returns its generated key. */
    public long insert(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            bind(statement, parameters);
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
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

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, parameters);
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private void rollBack(Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
            durability.abandon("the file of the outbox failed: " + e.getMessage());
        }
        abandonWhereClosed(cause);
    }

    /** A file that failed for good cannot be opened by this process anew. */
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
