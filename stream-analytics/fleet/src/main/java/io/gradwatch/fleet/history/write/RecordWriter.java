package io.gradwatch.fleet.history.write;

import io.gradwatch.schema.UnreadableRecordException;
import java.sql.SQLException;
import java.util.Set;

/** Turns the records of one topic into rows of the tables of one partition. */
interface RecordWriter {

    /**
     * Adds the rows of a record.
     *
     * @param value of the record, as it stands in the topic; null where it has none
     * @return rows that were added
     * @throws UnreadableRecordException when the value is none of the topic's; nothing was added
     */
    int add(byte[] value) throws SQLException, UnreadableRecordException;

    /**
     * The runs that rows of steps, evaluations and tensors were added of since the last time that they were written.
     */
    default Set<String> runs() {
        return Set.of();
    }

    /** Adds the rows that are about all records since the last time, before they are written. */
    default void finish() throws SQLException {}
}
