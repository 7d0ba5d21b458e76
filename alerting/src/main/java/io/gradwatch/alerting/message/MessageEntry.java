package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One alert in words.
 *
 * @param label how it stands: "CRITICAL", "now CRITICAL", "RESOLVED", ...
 * @param alertClass the class of the fault, such as "nan"
 * @param severity the worst that it was
 * @param firing whether it fires now
 * @param onsetStep first step at which the fault is seen, as text
 * @param standing one sentence: since when, or how it ended
 * @param summary one sentence: what happened
 * @param facts where and on what evidence, one phrase each
 * @param causes probable causes, likeliest first; none once it is resolved
 * @param remedies what to try, first things first; none once it is resolved
 */
public record MessageEntry(
        String label,
        String alertClass,
        Severity severity,
        boolean firing,
        String onsetStep,
        String standing,
        String summary,
        List<String> facts,
        List<String> causes,
        List<String> remedies) {

    private static final int CLASS_LENGTH = 40;
    private static final int SUMMARY_LENGTH = 500;
    private static final int ADVICE_LENGTH = 300;
    private static final int FACTS = 12;
    private static final int ADVICES = 5;

    static MessageEntry of(AlertChange change) {
        Alert alert = change.alert();
        return new MessageEntry(
                label(change),
                PlainText.oneLine(alert.getAlertClass(), CLASS_LENGTH),
                change.severity(),
                change.firing(),
                Quantities.step(alert.getOnsetStep()),
                standing(change),
                PlainText.oneLine(alert.getSummary(), SUMMARY_LENGTH),
                facts(alert),
                change.firing() ? advice(alert.getCauses()) : List.of(),
                change.firing() ? advice(alert.getRemedies()) : List.of());
    }

    private static String label(AlertChange change) {
        String severity = change.alert().getSeverity().name();
        return switch (change.kind()) {
            case FIRED -> severity;
            case ESCALATED -> "now " + severity;
            case STILL_FIRING -> "still " + severity;
            case RESOLVED -> "RESOLVED";
            case FIRED_AND_RESOLVED -> severity + " and RESOLVED";
        };
    }

    private static String standing(AlertChange change) {
        Alert alert = change.alert();
        String since = "step " + Quantities.step(alert.getOnsetStep());
        String now =
                "step " + Quantities.step(alert.getRaisedStep()) + ", " + Quantities.time(alert.getRaisedTimeMillis());
        return switch (change.kind()) {
            case FIRED -> "Since " + since + " (seen at " + now + ").";
            case ESCALATED ->
                "Since " + since + "; it was "
                        + change.before().severity().name().toLowerCase(Locale.ROOT) + " before (worse at " + now
                        + ").";
            case STILL_FIRING -> "Since " + since + ", and nothing has changed since people were told.";
            case RESOLVED -> "Since " + since + "; " + ending(alert) + " (" + now + ").";
            case FIRED_AND_RESOLVED ->
                "From " + since + "; before anybody was told, " + ending(alert) + " (" + now + ").";
        };
    }

    private static String ending(Alert alert) {
        Resolution resolution = alert.getResolution() == null ? Resolution.UNKNOWN : alert.getResolution();
        return switch (resolution) {
            case CLEARED -> "the fault is no longer seen";
            case RUN_ENDED -> "the run ended while the fault was still seen";
            case NEW_ATTEMPT -> "a new attempt of the run began, which is watched afresh";
            case SWITCHED_OFF -> "its detector was switched off, so that nobody watches any more";
            case UNKNOWN -> "it is over, for a reason that was not given";
        };
    }

    private static List<String> facts(Alert alert) {
        List<String> facts = new ArrayList<>();
        if (alert.getRank() != null) {
            facts.add("rank " + alert.getRank());
        }
        if (alert.getLayer() != null) {
            facts.add("layer " + PlainText.oneLine(alert.getLayer(), Message.NAME_LENGTH));
        }
        if (alert.getSplit() != null) {
            facts.add("split " + PlainText.oneLine(alert.getSplit(), Message.NAME_LENGTH));
        }
        alert.getEvidence().forEach(evidence -> facts.add(Quantities.evidence(evidence)));
        return facts.stream().limit(FACTS).toList();
    }

    private static List<String> advice(List<Advice> advice) {
        return advice.stream().limit(ADVICES).map(MessageEntry::words).toList();
    }

    private static String words(Advice advice) {
        String item = PlainText.oneLine(advice.getKnowledgeItem(), 10);
        return PlainText.oneLine(advice.getText(), ADVICE_LENGTH) + (item.isEmpty() ? "" : " (" + item + ")");
    }
}
