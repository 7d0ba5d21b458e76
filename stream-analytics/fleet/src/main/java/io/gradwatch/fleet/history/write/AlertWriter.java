package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.JsonColumn;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of the topics of alerts and acknowledgements. */
final class AlertWriter {

    private AlertWriter() {}

    /** Adds one row for each transition. */
    static int alert(TableBuffers tables, byte[] value) throws SQLException, UnreadableRecordException {
        Alert alert = Topics.ALERTS.codec().decode(value);
        tables.row(HistoryTable.ALERTS)
                .text(alert.getId())
                .number(alert.getRevision())
                .text(alert.getRunId())
                .text(alert.getRunName())
                .text(alert.getProject())
                .text(alert.getOwner())
                .text(alert.getDetector())
                .text(alert.getAlertClass())
                .text(lower(alert.getSeverity()))
                .text(lower(alert.getState()))
                .text(alert.getResolution() == null ? null : lower(alert.getResolution()))
                .number(alert.getAttempt())
                .number(alert.getRank())
                .text(alert.getLayer())
                .text(alert.getSplit())
                .number(alert.getOnsetStep())
                .number(alert.getRaisedStep())
                .time(HistoryDatabase.micros(alert.getRaisedTimeMillis()))
                .text(alert.getSummary())
                .text(JsonColumn.text(
                        alert.getEvidence().stream().map(AlertWriter::evidence).toList()))
                .text(advice(alert.getCauses()))
                .text(advice(alert.getRemedies()))
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
        Acknowledgement acknowledgement = Topics.ACKNOWLEDGEMENTS.codec().decode(value);
        tables.row(HistoryTable.ACKNOWLEDGEMENTS)
                .text(acknowledgement.getAlertId())
                .time(HistoryDatabase.micros(acknowledgement.getAtMillis()))
                .text(lower(acknowledgement.getSeverity()))
                .text(acknowledgement.getBy())
                .text(acknowledgement.getComment())
                .end();
        return 1;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String advice(List<Advice> advice) {
        return JsonColumn.text(advice.stream()
                .map(item -> Map.of("text", item.getText(), "item", item.getKnowledgeItem()))
                .toList());
    }

    private static Map<String, Object> evidence(Evidence evidence) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", lower(evidence.getRole()));
        fields.put("series", evidence.getSeries());
        fields.put("name", evidence.getName());
        fields.put("value", evidence.getValue());
        fields.put("unit", evidence.getUnit());
        fields.put("comparison", evidence.getComparison());
        fields.put("threshold", evidence.getThreshold());
        return fields;
    }
}
