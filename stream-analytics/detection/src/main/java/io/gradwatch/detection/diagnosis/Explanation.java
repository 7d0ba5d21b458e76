package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Causes of an alert about a curve, ranked by all that is known of its run when it is published: first those of the
 * {@link Ranking}, then what the detector knows besides; without what the stream rules out.
 */
public final class Explanation {

    /** Causes of the ranking that an alert names. */
    private static final int TOLD = 4;

    /** Causes of the ranking whose remedies an alert names. */
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
        ranked = Ranking.covers(clues) ? likeliest(clues) : Proof.of(seen);
    }

    /** Without what an indication speaks against, and without the contrary of what is likelier. */
    private List<Cause> likeliest(float[] clues) {
        List<Cause> proven = Proof.of(seen);
        List<Cause> likeliest = new ArrayList<>();
        for (Cause cause : Ranking.of(CauseModel.shipped(), clues)) {
            boolean against = !proven.contains(cause)
                    && Indications.of(cause, curves, run).weight() < 0;
            if (likeliest.size() < TOLD && !against && !likeliest.contains(contrary(cause))) {
                likeliest.add(cause);
            }
        }
        return likeliest;
    }

    private static Cause contrary(Cause cause) {
        return switch (cause) {
            case LEARNING_RATE_TOO_HIGH -> Cause.LEARNING_RATE_TOO_LOW;
            case LEARNING_RATE_TOO_LOW -> Cause.LEARNING_RATE_TOO_HIGH;
            default -> null;
        };
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
        List<Advice> rest = new ArrayList<>();
        for (Advice one : own) {
            Optional<Cause> named = Cause.named(one.getText());
            boolean ruledOut = named.map(
                            cause -> Disproof.of(cause, seen) || (ranked.contains(contrary(cause)) && !isDoubted(one)))
                    .orElse(false);
            if (!ruledOut && named.filter(ranked::contains).isEmpty()) {
                rest.add(one);
            }
        }
        all.addAll(seen.is(Clue.RATE_ZERO) ? 0 : all.size(), rest);
        return all;
    }

    private static boolean isDoubted(Advice advice) {
        return advice.getText().startsWith("Unlikely") || advice.getText().contains("not checked");
    }

    /** Words of the detector on a cause go before what is said of it here, unless more is known here. */
    private Optional<Advice> named(Cause cause, List<Advice> own) {
        return reason(cause).isEmpty()
                ? own.stream()
                        .filter(one -> Cause.named(one.getText()).equals(Optional.of(cause)))
                        .filter(one -> !isDoubted(one))
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
        List<Advice> candidates = new ArrayList<>();
        ranked.stream()
                .limit(REMEDIES)
                .forEach(cause -> candidates.add(new Advice(cause.remedy(), cause.knowledgeItem())));
        candidates.addAll(seen.is(Clue.RATE_ZERO) ? 0 : candidates.size(), own);
        List<Advice> all = new ArrayList<>();
        for (Advice one : candidates) {
            if (!isToldBy(one.getText(), all) && !isOfRuledOut(one, all)) {
                all.add(one);
            }
        }
        return all;
    }

    private static boolean isToldBy(String remedy, List<Advice> told) {
        return told.stream().anyMatch(other -> other.getText().equals(remedy));
    }

    private boolean isOfRuledOut(Advice remedy, List<Advice> told) {
        for (Cause cause : Cause.values()) {
            if (cause.remedy().equals(remedy.getText())) {
                Cause contrary = contrary(cause);
                return Disproof.of(cause, seen)
                        || (contrary != null && (ranked.contains(contrary) || isToldBy(contrary.remedy(), told)))
                        // Ten times zero is zero.
                        || (cause == Cause.LEARNING_RATE_TOO_LOW && seen.is(Clue.RATE_ZERO));
            }
        }
        return false;
    }
}
