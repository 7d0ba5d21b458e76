package io.gradwatch.alerting.intake;

import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.Sha256;
import java.util.List;
import java.util.function.UnaryOperator;

/** Cuts what a job may have sent in absurd sizes, before it is kept: no message shows more than these bounds. */
final class BoundedAlert {

    static final int ID_LENGTH = 300;
    static final int TEXT_LENGTH = 1_000;
    static final int LIST_LENGTH = 20;

    private BoundedAlert() {}

    /**
     * The alert with texts and lists cut; ids too long are replaced by their beginning and a hash, and stay distinct.
     */
    static Alert of(Alert alert) {
        return Alert.newBuilder(alert)
                .setId(id(alert.getId()))
                .setRunId(id(alert.getRunId()))
                .setDetector(text(alert.getDetector()))
                .setAlertClass(text(alert.getAlertClass()))
                .setRunName(text(alert.getRunName()))
                .setProject(text(alert.getProject()))
                .setOwner(text(alert.getOwner()))
                .setHost(text(alert.getHost()))
                .setLayer(alert.getLayer() == null ? null : text(alert.getLayer()))
                .setSplit(alert.getSplit() == null ? null : text(alert.getSplit()))
                .setSummary(text(alert.getSummary()))
                .setEvidence(list(alert.getEvidence(), BoundedAlert::evidence))
                .setCauses(list(alert.getCauses(), BoundedAlert::advice))
                .setRemedies(list(alert.getRemedies(), BoundedAlert::advice))
                .build();
    }

    private static Evidence evidence(Evidence evidence) {
        return Evidence.newBuilder(evidence)
                .setSeries(text(evidence.getSeries()))
                .setName(text(evidence.getName()))
                .setUnit(text(evidence.getUnit()))
                .setComparison(text(evidence.getComparison()))
                .build();
    }

    private static Advice advice(Advice advice) {
        return new Advice(text(advice.getText()), text(advice.getKnowledgeItem()));
    }

    private static <T> List<T> list(List<T> values, UnaryOperator<T> bounded) {
        return values.stream().limit(LIST_LENGTH).map(bounded).toList();
    }

    private static String text(String text) {
        return PlainText.cut(text, TEXT_LENGTH);
    }

    private static String id(String id) {
        return id.length() <= ID_LENGTH ? id : PlainText.cut(id, 200) + "~" + Sha256.hex(id);
    }
}
