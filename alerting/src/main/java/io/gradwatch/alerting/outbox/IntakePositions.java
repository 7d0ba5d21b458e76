package io.gradwatch.alerting.outbox;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** How far the topic of alerts was taken into the outbox. Called within a transaction. */
final class IntakePositions {

    private final Database database;

    IntakePositions(Database database) {
        this.database = database;
    }

    /** Offset of the next record of each partition that was ever read. */
    Map<Integer, Long> all() throws SQLException {
        Map<Integer, Long> all = new TreeMap<>();
        database.query(
                row -> all.put(row.getInt("topic_partition"), row.getLong("next_offset")),
                "SELECT * FROM intake_positions");
        return all;
    }

    void set(Map<Integer, Long> positions) throws SQLException {
        for (Map.Entry<Integer, Long> position : positions.entrySet()) {
            database.update("MERGE INTO intake_positions VALUES (?, ?)", position.getKey(), position.getValue());
        }
    }
}
