package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.RecordColumns;
import io.gradwatch.note.NoteRules;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.sql.SQLException;
import java.util.List;

/** Rows of the topics of alerts, and of what people say of them and of runs. */
final class AlertWriter {

    private AlertWriter() {}

    /** Adds one row for each transition. */
    static int alert(TableBuffers tables, byte[] value) throws SQLException, UnreadableRecordException {
        tables.row(HistoryTable.ALERTS)
                .values(RecordColumns.ALERT, Topics.ALERTS.codec().decode(value))
                .end();
        return 1;
    }

    /**
     * Adds one row for each acknowledgement. A record without a value makes no row: it does not show whether the
     * acknowledgement was withdrawn, or removed because of its age.
     */
    static int acknowledgement(TableBuffers tables, byte[] value) throws SQLException, UnreadableRecordException {
        if (value == null) {
            return 0;
        }
        tables.row(HistoryTable.ACKNOWLEDGEMENTS)
                .values(
                        RecordColumns.ACKNOWLEDGEMENT,
                        Topics.ACKNOWLEDGEMENTS.codec().decode(value))
                .end();
        return 1;
    }

    /** Adds one row for each annotation, none for its removal. */
    static int annotation(TableBuffers tables, byte[] value) throws SQLException, UnreadableRecordException {
        if (value == null) {
            return 0;
        }
        tables.row(HistoryTable.ANNOTATIONS)
                .values(RecordColumns.ANNOTATION, Topics.ANNOTATIONS.codec().decode(value))
                .end();
        return 1;
    }

    /**
     * Adds one row for each note and each change or removal of one, none where its record is gone because of its age.
     */
    static int note(TableBuffers tables, byte[] value) throws SQLException, UnreadableRecordException {
        if (value == null) {
            return 0;
        }
        RunNote note = Topics.NOTES.codec().decode(value);
        List<String> problems = NoteRules.problems(note);
        if (!problems.isEmpty()) {
            throw new UnreadableRecordException("a note: " + String.join("; ", problems));
        }
        tables.row(HistoryTable.NOTES).values(RecordColumns.NOTE, note).end();
        return 1;
    }
}
