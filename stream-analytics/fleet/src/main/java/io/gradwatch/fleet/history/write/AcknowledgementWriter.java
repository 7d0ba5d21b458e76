package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.sql.SQLException;

/**
 * The rows of the acknowledgements topic: one each time that somebody says to look after an alert. Records without a
 * value make none: whether one was taken back or forgotten because it is old cannot be told.
 */
final class AcknowledgementWriter implements RecordWriter {

    private final TableBuffers tables;

    AcknowledgementWriter(TableBuffers tables) {
        this.tables = tables;
    }

    @Override
    public int add(byte[] value) throws SQLException, UnreadableRecordException {
        if (value == null) {
            return 0;
        }
        Acknowledgement acknowledgement = Topics.ACKNOWLEDGEMENTS.codec().decode(value);
        tables.row(HistoryTable.ACKNOWLEDGEMENTS)
                .text(acknowledgement.getAlertId())
                .time(HistoryDatabase.micros(acknowledgement.getAtMillis()))
                .text(AlertWriter.lower(acknowledgement.getSeverity()))
                .text(acknowledgement.getBy())
                .text(acknowledgement.getComment())
                .end();
        return 1;
    }
}
