package io.gradwatch.detection.judge;

import java.util.Arrays;

/**
 * What the judges said of a run so far. Log odds are smoothed over looks, since one look in ten thousand errs: each
 * look has a weight of {@value #WEIGHT}. A Flink POJO of 60 bytes.
 */
public class Judgement {

    /** Weight of the last look in the mean; what is kept of the looks before it has the rest. */
    public static final double WEIGHT = 0.5;

    /** Log odds before the first look: one faulty run in twenty. */
    public static final double PRIOR = -3;

    /** Smoothed log odds, one a family in the order of {@link JudgeFamily}. */
    public double[] margins = prior();

    /** Calibrated probability of a fault, one a family in the order of {@link JudgeFamily}. */
    public double[] probabilities = new double[JudgeFamily.values().length];

    /** Probability from which a fault is told, one a family in the order of {@link JudgeFamily}. */
    public double[] bars = new double[JudgeFamily.values().length];

    /** Whether the judges looked at the present event. */
    public boolean fresh;

    /** Probability of a fault of the family, 0 to 1; 0 before the first look. */
    public double probability(JudgeFamily family) {
        return probabilities[family.ordinal()];
    }

    /** Probability from which a fault of the family is told, 0 to 1; 0 before the first look. */
    public double bar(JudgeFamily family) {
        return bars[family.ordinal()];
    }

    /** Whether a fault of the family is to be told: its bar is passed, and by more than that of any other family. */
    public boolean sees(JudgeFamily family) {
        double excess = excess(family);
        for (JudgeFamily other : JudgeFamily.values()) {
            if (excess(other) > excess) {
                return false;
            }
        }
        return excess >= 0;
    }

    /** Whether a witness of a fault of the family is believed: its bar is passed. */
    public boolean supports(JudgeFamily family) {
        return excess(family) >= 0;
    }

    /** Log odds of a fault of the family above those of its bar; negative infinity before the first look. */
    private double excess(JudgeFamily family) {
        double bar = bar(family);
        return bar > 0 ? logit(probability(family)) - logit(bar) : Double.NEGATIVE_INFINITY;
    }

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }

    /** Takes the log odds of a look. */
    public void take(JudgeFamily family, double margin) {
        margins[family.ordinal()] += WEIGHT * (margin - margins[family.ordinal()]);
    }

    /** Smoothed log odds of a fault of the family, not calibrated. */
    public double margin(JudgeFamily family) {
        return margins[family.ordinal()];
    }

    private static double[] prior() {
        double[] margins = new double[JudgeFamily.values().length];
        Arrays.fill(margins, PRIOR);
        return margins;
    }
}
