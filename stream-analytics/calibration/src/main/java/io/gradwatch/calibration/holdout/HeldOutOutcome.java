package io.gradwatch.calibration.holdout;

import io.gradwatch.detection.judge.JudgeFamily;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Families of alerts on a run at one rate of false alarms.
 *
 * @param judged the run
 * @param told families that alarmed
 * @param row of the first alarm of a right family; empty where there is none
 */
record HeldOutOutcome(HeldOutRun judged, Set<JudgeFamily> told, OptionalLong row) {

    static HeldOutOutcome of(HeldOutRun judged, Dial dial, double rate) {
        Set<JudgeFamily> told = EnumSet.noneOf(JudgeFamily.class);
        int first = judged.margins().length;
        for (int look = 0; look < judged.margins().length; look++) {
            JudgeFamily family = look >= judged.nonFinite()
                    ? JudgeFamily.BLOW_UP
                    : dial.alarms(judged.margins()[look], rate) ? judged.families()[look] : null;
            if (family != null && told.add(family) && judged.run().accepts(family)) {
                first = Math.min(first, look);
            }
        }
        return new HeldOutOutcome(
                judged,
                told,
                first == judged.margins().length
                        ? OptionalLong.empty()
                        : OptionalLong.of(judged.run().examples().get(first).row()));
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
