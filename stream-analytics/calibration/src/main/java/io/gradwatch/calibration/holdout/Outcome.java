package io.gradwatch.calibration.holdout;

import io.gradwatch.detection.judge.JudgeFamily;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run was told to have at one rate of false alarms.
 *
 * @param judged the run
 * @param told families that alarmed
 * @param row of the first alarm of a right family; empty where there is none
 */
record Outcome(HeldOutRun judged, Set<JudgeFamily> told, OptionalLong row) {

    static Outcome of(HeldOutRun judged, Dial dial, double rate) {
        Set<JudgeFamily> told = EnumSet.noneOf(JudgeFamily.class);
        int first = judged.margins().length;
        for (int look = 0; look < judged.margins().length; look++) {
            JudgeFamily family = look >= judged.nonFinite() ? JudgeFamily.BLOW_UP : alarm(judged, look, dial, rate);
            if (family != null && told.add(family) && judged.run().accepts(family)) {
                first = Math.min(first, look);
            }
        }
        return new Outcome(
                judged,
                told,
                first == judged.margins().length
                        ? OptionalLong.empty()
                        : OptionalLong.of(judged.run().examples().get(first).row()));
    }

    /** The family that is above its bar by more than all others; null where none is above it. */
    private static JudgeFamily alarm(HeldOutRun judged, int look, Dial dial, double rate) {
        double[] excess = dial.excess(judged.margins()[look], rate);
        JudgeFamily highest = null;
        for (JudgeFamily family : JudgeFamily.values()) {
            double own = excess[family.ordinal()];
            if (own >= 0 && (highest == null || own > excess[highest.ordinal()])) {
                highest = family;
            }
        }
        return highest;
    }

    boolean found() {
        return judged.run().run().faulty() && row.isPresent();
    }

    boolean falselyAlarmed() {
        return judged.run().run().healthy() && !told.isEmpty();
    }

    /** Families that the run was told to have and does not. */
    long wrong() {
        return told.stream()
                .filter(family -> judged.run().run().healthy() || !judged.run().accepts(family))
                .count();
    }

    /**
     * Rows from the onset to the first right alarm, 0 for one before it, as a part of the run; empty without either.
     */
    Optional<Double> delay() {
        return found() && judged.run().onsetRow().isPresent()
                ? Optional.of(
                        Math.max(0, row.getAsLong() - judged.run().onsetRow().getAsLong())
                                / (double) judged.run().rows())
                : Optional.empty();
    }
}
