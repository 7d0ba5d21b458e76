package io.gradwatch.detection.judge;

/**
 * Smoothed words of the judge on a run so far: one look in ten thousand errs, so each look has a weight of
 * {@value #WEIGHT}. A plain state of 81 bytes.
 */
public class Judgement {

    /** Weight of the last look in the mean; what is kept of the looks before it has the rest. */
    public static final double WEIGHT = 0.3;

    /** Log odds before the first look: one faulty run in twenty. */
    public static final double PRIOR = -3;

    /** Fewest and most looks of a run that has a last word. */
    private static final long LAST_WORD_FROM = 4;

    private static final long LAST_WORD_TO = 60;

    /** Log odds that the last word adds. */
    private static final double LAST_WORD = 2;

    /** Log odds by which a witness's family may lie behind the likeliest one and still be believed. */
    private static final double CLOSE = 1;

    private static final JudgeFamily[] FAMILIES = JudgeFamily.values();

    /** Smoothed log odds of a fault, not calibrated. */
    public double margin = PRIOR;

    /** Calibrated probability of a fault, 0 to 1; 0 before the first look. */
    public double probability;

    /** Probability from which a fault is told, 0 to 1; 0 before the first look. */
    public double bar;

    /** Smoothed log odds that a fault is of the family, one a family in the order of {@link JudgeFamily}. */
    public double[] leanings = new double[FAMILIES.length];

    /** True where the last look shows a rise: without one no fault is called a blow-up. */
    public boolean rises;

    /** Looks so far. */
    public long looks;

    /** Takes the log odds of a look that there is a fault. */
    public void take(double odds) {
        margin += WEIGHT * (odds - margin);
    }

    /** Takes the log odds of a look that a fault is of the family. */
    public void take(JudgeFamily family, double odds) {
        leanings[family.ordinal()] += WEIGHT * (odds - leanings[family.ordinal()]);
    }

    /**
     * What the end of a run adds to the log odds. The bar is as high as the many looks at a long run demand; one that
     * is over after a few had fewer chances to err, and more will not come.
     *
     * @param looks at the whole run
     */
    public static double lastWord(long looks) {
        return looks >= LAST_WORD_FROM && looks <= LAST_WORD_TO ? LAST_WORD : 0;
    }

    /** True where a fault is to be told. */
    public boolean sees() {
        return bar > 0 && probability >= bar;
    }

    /** True where a fault is to be told and this family is the likeliest that the run shows. */
    public boolean sees(JudgeFamily family) {
        return sees() && likeliest() == family;
    }

    /** The likeliest family of those that the run shows. */
    public JudgeFamily likeliest() {
        JudgeFamily likeliest = null;
        for (JudgeFamily family : FAMILIES) {
            boolean shown = rises || family != JudgeFamily.BLOW_UP;
            if (shown && (likeliest == null || leanings[family.ordinal()] > leanings[likeliest.ordinal()])) {
                likeliest = family;
            }
        }
        return likeliest;
    }

    /** True where a witness of a fault of the family is believed. */
    public boolean supports(JudgeFamily family) {
        return sees() && behind(family) <= CLOSE;
    }

    /** Log odds by which the family lies behind the likeliest one, 0 for that itself. */
    private double behind(JudgeFamily family) {
        double most = Double.NEGATIVE_INFINITY;
        for (double leaning : leanings) {
            most = Math.max(most, leaning);
        }
        return most - leanings[family.ordinal()];
    }
}
