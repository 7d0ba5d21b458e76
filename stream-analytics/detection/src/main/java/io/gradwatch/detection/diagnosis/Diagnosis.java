package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The causes of a symptom, ranked by the evidence in the stream: what it speaks for first, then in the usual order what
 * it does not tell, last what it speaks against. Each says what was seen, or what could not be checked.
 */
public final class Diagnosis {

    /** A cause with what the stream says of it. */
    private record Ranked(Cause cause, Indication indication) {
        String text() {
            String reason = indication.reason();
            String sentence = cause.text();
            String head = sentence.substring(0, sentence.length() - 1);
            if (reason.isEmpty()) {
                return sentence;
            }
            return !indication.checked()
                    ? head + " (not checked: " + reason + ")."
                    : indication.weight() > 0
                            ? "Likely: " + lower(head) + ": " + reason + "."
                            : "Unlikely: " + lower(head) + ": " + reason + ".";
        }

        private static String lower(String text) {
            return Character.toLowerCase(text.charAt(0)) + text.substring(1);
        }
    }

    private final Symptom symptom;
    private final List<Ranked> ranked;

    private Diagnosis(Symptom symptom, List<Ranked> ranked) {
        this.symptom = symptom;
        this.ranked = ranked;
    }

    /** The diagnosis of a symptom of a run, from what was seen and declared of it so far. */
    public static Diagnosis of(Symptom symptom, DetectionContext context) {
        RunCurves curves = context.curves();
        RunStarted run = context.run();
        List<Ranked> ranked = new ArrayList<>();
        symptom.causes().forEach(cause -> ranked.add(new Ranked(cause, Indications.of(cause, curves, run))));
        ranked.sort(Comparator.comparingInt(one -> -one.indication().weight()));
        return new Diagnosis(symptom, ranked);
    }

    /** The causes, likeliest first. */
    public List<Cause> causes() {
        return ranked.stream().map(Ranked::cause).toList();
    }

    /** Adds the causes, and the remedies of those that the stream does not speak against, to a finding. */
    public Finding.Builder addTo(Finding.Builder finding) {
        for (Ranked one : ranked) {
            finding.cause(one.text(), symptom.knowledgeItem());
            if (one.indication().weight() >= 0) {
                finding.remedy(one.cause().remedy(), symptom.knowledgeItem());
            }
        }
        return finding;
    }
}
