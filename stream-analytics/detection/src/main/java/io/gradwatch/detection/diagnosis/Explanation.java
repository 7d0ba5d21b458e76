package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Causes of an alert about a curve, ranked by all that is known of its run when it is told: first those of the
 * {@link Ranking}, then what the detector knows besides; without what the stream rules out.
 */
public final class Explanation {

    /** Causes of the ranking that are told. */
    private static final int TOLD = 4;

    /** Causes of the ranking whose remedies are told. */
    private static final int REMEDIES = 3;

    private final RunCurves curves;
    private final RunStarted run;
    private final Seen seen;
    private final List<Cause> ranked;

    private Explanation(Alert alert, RunCurves curves, RunStarted run) {
        this.curves = curves;
        this.run = run;
        float[] clues = Clues.of(alert, curves, run);
        seen = new Seen(clues);
        ranked = Ranking.covers(clues)
                ? Ranking.of(CauseModel.shipped(), clues).stream().limit(TOLD).toList()
                : Proof.of(seen);
    }

    /** Puts causes and remedies of an alert into the order of what is known of its run. */
    public static void refine(Alert alert, RunCurves curves, RunStarted run) {
        Explanation explanation = new Explanation(alert, curves, run);
        alert.setRemedies(explanation.remedies(alert.getRemedies()));
        alert.setCauses(explanation.causes(alert.getCauses()));
    }

    private List<Advice> causes(List<Advice> own) {
        List<Advice> all = new ArrayList<>();
        for (Cause cause : ranked) {
            all.add(named(cause, own).orElseGet(() -> new Advice(said(cause), cause.knowledgeItem())));
        }
        for (Advice one : own) {
            Optional<Cause> named = Cause.named(one.getText());
            boolean ruledOut = named.map(cause -> Disproof.of(cause, seen)).orElse(false);
            if (!ruledOut && named.filter(ranked::contains).isEmpty()) {
                all.add(one);
            }
        }
        return all;
    }

    /** What the detector says of a cause goes before what is said of it here, unless more is known here. */
    private Optional<Advice> named(Cause cause, List<Advice> own) {
        return reason(cause).isEmpty()
                ? own.stream()
                        .filter(one -> Cause.named(one.getText()).equals(Optional.of(cause)))
                        .filter(one -> !one.getText().startsWith("Unlikely")
                                && !one.getText().contains("not checked"))
                        .findFirst()
                : Optional.empty();
    }

    private String said(Cause cause) {
        String reason = reason(cause);
        String text = cause.text();
        return reason.isEmpty() ? text : text.substring(0, text.length() - 1) + ": " + reason + ".";
    }

    private String reason(Cause cause) {
        Indication indication = Indications.of(cause, curves, run);
        return indication.weight() > 0 ? indication.reason() : "";
    }

    private List<Advice> remedies(List<Advice> own) {
        List<Advice> all = new ArrayList<>();
        ranked.stream().limit(REMEDIES).forEach(cause -> all.add(new Advice(cause.remedy(), cause.knowledgeItem())));
        for (Advice one : own) {
            boolean known = all.stream().anyMatch(other -> other.getText().equals(one.getText()));
            if (!known && !isOfRuledOut(one)) {
                all.add(one);
            }
        }
        return all;
    }

    private boolean isOfRuledOut(Advice remedy) {
        for (Cause cause : Cause.values()) {
            if (cause.remedy().equals(remedy.getText()) && Disproof.of(cause, seen)) {
                return true;
            }
        }
        return false;
    }
}
