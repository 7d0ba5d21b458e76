package io.gradwatch.fleet.history.write;

import io.gradwatch.fleet.history.files.HistoryDatabase;
import io.gradwatch.fleet.history.files.HistoryTable;
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

/** The rows of the alerts topic: one for each transition. */
final class AlertWriter implements RecordWriter {

    private final TableBuffers tables;

    AlertWriter(TableBuffers tables) {
        this.tables = tables;
    }

    @Override
    public int add(byte[] value) throws SQLException, UnreadableRecordException {
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
                .text(RunEventWriter.json(
                        alert.getEvidence().stream().map(AlertWriter::evidence).toList()))
                .text(advice(alert.getCauses()))
                .text(advice(alert.getRemedies()))
                .end();
        return 1;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String advice(List<Advice> advice) {
        return RunEventWriter.json(advice.stream()
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
