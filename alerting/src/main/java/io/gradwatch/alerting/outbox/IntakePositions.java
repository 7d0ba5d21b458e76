package io.gradwatch.alerting.outbox;

import io.gradwatch.alerting.outbox.store.Database;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Positions up to which the topic of alerts was taken into the outbox. Called within a transaction. */
public record IntakePositions(Database database) {

    /** Offset of the next record of each partition that was ever read. */
    public Map<Integer, Long> all() throws SQLException {
        Map<Integer, Long> all = new TreeMap<>();
        database.query(
                row -> all.put(row.getInt("topic_partition"), row.getLong("next_offset")),
                "SELECT * FROM intake_positions");
        return all;
    }

    /** Notes positions; with the first ones a loss is known by them. */
    public void set(Map<Integer, Long> positions) throws SQLException {
        if (!positions.isEmpty()) {
            database.update("DELETE FROM intake_losses");
        }
        for (Map.Entry<Integer, Long> position : positions.entrySet()) {
            database.update("MERGE INTO intake_positions VALUES (?, ?)", position.getKey(), position.getValue());
        }
    }

    /** True where positions were lost, and none were set since. */
    public boolean areLost() throws SQLException {
        return !database.query(row -> row.getLong(1), "SELECT transactions FROM intake_losses")
                .isEmpty();
    }

    /** Notes that the end of the outbox was lost; it is known after a restart too. */
    public void lost(long transactions) throws SQLException {
        database.update("DELETE FROM intake_losses");
        database.update("INSERT INTO intake_losses VALUES (?)", transactions);
    }
}
