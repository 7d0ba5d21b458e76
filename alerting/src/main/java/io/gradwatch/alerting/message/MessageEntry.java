package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import java.util.ArrayList;
import java.util.List;

/**
 * One alert in words.
 *
 * @param label how it stands: "CRITICAL", "now CRITICAL", "recovered", "unrecovered", ...
 * @param fault the fault in words, such as "Loss is NaN"
 * @param tone mood of it
 * @param status one sentence: since when, or how it ended
 * @param summary one sentence: what happened
 * @param facts where and on what evidence, one phrase each
 * @param causes probable causes, likeliest first; none once it has recovered
 * @param remedies what to try, first things first; none once it has recovered
 * @param checkpoint the last good checkpoint; empty where none is known, and once it has recovered
 * @param link address of the alert; empty where it is not known
 */
public record MessageEntry(
        String label,
        String fault,
        Tone tone,
        String status,
        String summary,
        List<String> facts,
        List<String> causes,
        List<String> remedies,
        String checkpoint,
        String link) {

    /** Heading of {@link #checkpoint}. */
    public static final String CHECKPOINT = "Last good checkpoint";

    private static final int SUMMARY_LENGTH = 500;
    private static final int ADVICE_LENGTH = 300;
    private static final int FACTS = 12;
    private static final int ADVICES = 5;
    private static final int SHORT_FACTS = 4;

    /**
     * Puts one change of a notification into words.
     *
     * @param several whether the message is about several runs, so that the entry names its own
     */
    public static MessageEntry of(AlertChange change, Notification notification, boolean several) {
        Alert alert = change.alert();
        String run = several ? "In " + Subject.runName(alert) + ": " : "";
        boolean helps = Tone.of(change) != Tone.RECOVERED && Tone.of(change) != Tone.PAST;
        return new MessageEntry(
                AlertWords.label(change),
                AlertWords.fault(alert.getAlertClass()),
                Tone.of(change),
                AlertWords.sentence(change, notification) + PeopleWords.of(change, notification),
                run + PlainText.oneLine(alert.getSummary(), SUMMARY_LENGTH),
                facts(alert),
                helps ? advice(alert.getCauses()) : List.of(),
                helps ? advice(alert.getRemedies()) : List.of(),
                helps ? CheckpointWords.of(alert) : "",
                notification.link(alert));
    }

    /**
     * The entry in at most six lines, for a channel that is read on a phone: what happened, since when, on what
     * evidence, why probably, what to try first, and from which checkpoint.
     */
    public List<String> shortLines() {
        List<String> lines = new ArrayList<>(List.of(summary, status));
        if (!facts.isEmpty()) {
            lines.add("Evidence: " + String.join("; ", facts.subList(0, Math.min(SHORT_FACTS, facts.size()))));
        }
        causes.stream().findFirst().ifPresent(cause -> lines.add("Why, probably: " + cause));
        remedies.stream().findFirst().ifPresent(remedy -> lines.add("Try first: " + remedy));
        if (!checkpoint.isEmpty()) {
            lines.add(CHECKPOINT + ": " + checkpoint);
        }
        return lines.stream().filter(line -> !line.isEmpty()).toList();
    }

    /** The likeliest cause; empty where there is none. */
    public String firstCause() {
        return first(causes);
    }

    /** Causes beside the likeliest. */
    public List<String> otherCauses() {
        return others(causes);
    }

    /** First thing to try; empty where there is none. */
    public String firstRemedy() {
        return first(remedies);
    }

    /** Next thing to try. */
    public List<String> otherRemedies() {
        return others(remedies);
    }

    private static String first(List<String> sentences) {
        return sentences.isEmpty() ? "" : sentences.get(0);
    }

    private static List<String> others(List<String> sentences) {
        return sentences.subList(Math.min(1, sentences.size()), sentences.size());
    }

    private static List<String> facts(Alert alert) {
        List<String> facts = new ArrayList<>();
        add(facts, "rank ", alert.getRank());
        add(facts, "layer ", alert.getLayer());
        add(facts, "split ", alert.getSplit());
        alert.getEvidence().forEach(evidence -> facts.add(Quantities.evidence(evidence)));
        return facts.stream().limit(FACTS).toList();
    }

    private static void add(List<String> facts, String what, Object value) {
        if (value != null) {
            facts.add(what + PlainText.oneLine(value.toString(), Message.NAME_LENGTH));
        }
    }

    private static List<String> advice(List<Advice> advice) {
        return advice.stream().limit(ADVICES).map(MessageEntry::words).toList();
    }

    private static String words(Advice advice) {
        String item = PlainText.oneLine(advice.getKnowledgeItem(), 10);
        return PlainText.oneLine(advice.getText(), ADVICE_LENGTH) + (item.isEmpty() ? "" : " (" + item + ")");
    }
}
