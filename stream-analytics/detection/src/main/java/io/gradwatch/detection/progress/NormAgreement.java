package io.gradwatch.detection.progress;

import java.util.Arrays;

/**
 * True if the parameter norms of the ranks are equal, step by step. Of each of the last {@value #STEPS} steps it keeps
 * the norm of the rank that spoke first, and who differed from it. Ranks may be that many steps apart. A plain state of
 * 2.5 KB, O(1) a step.
 */
public class NormAgreement {

    /** Steps that are kept. */
    public static final int STEPS = 64;

    /** Steps in a row with equal norms that show that they should be equal. */
    public static final int EQUAL_STEPS = 10;

    /** Step by place, -1 for none; the place of a step is its remainder. */
    public long[] steps = new long[STEPS];

    /** The norm that was sent first, by place. */
    public double[] first = new double[STEPS];

    /** Rank that sent it, by place. */
    public int[] firstRank = new int[STEPS];

    /** Ranks that agree with the first one, by place. */
    public int[] agree = new int[STEPS];

    /** Ranks that do not, by place. */
    public int[] differ = new int[STEPS];

    /** True if more than one rank ever spoke. */
    public boolean several;

    /** Most ranks that spoke of one of the steps kept: a step has agreed when so many do. */
    public int ranks = 2;

    /** Steps in a row at which all ranks agreed, at the last look. */
    public long agreeing;

    /** Steps in a row at which they did not. */
    public long differing;

    /** Step at which that began. */
    public long since;

    /** True if they were ever equal for long enough. */
    public boolean equal;

    /** The last step that was counted. */
    public long counted = -1;

    /** A rank that is of another opinion than most. */
    public int odd;

    /** Its norm. */
    public double oddNorm;

    /** The norm of the others. */
    public double otherNorm;

    /** None yet. */
    public NormAgreement() {
        Arrays.fill(steps, -1);
    }

    void take(int rank, long step, double norm, double tolerance) {
        int place = (int) (step % STEPS);
        if (!Double.isFinite(norm) || steps[place] > step) {
            return;
        }
        if (steps[place] != step) {
            steps[place] = step;
            first[place] = norm;
            firstRank[place] = rank;
            agree[place] = 0;
            differ[place] = 0;
            if (several) {
                countRanks();
            }
            return;
        }
        several = true;
        double larger = Math.max(Math.abs(norm), Math.abs(first[place]));
        if (Math.abs(norm - first[place]) <= tolerance * larger) {
            agree[place]++;
            agrees(step, place);
        } else {
            differ[place]++;
            differs(rank, step, place, norm);
        }
    }

    private void countRanks() {
        ranks = 2;
        for (int place = 0; place < STEPS; place++) {
            ranks = Math.max(ranks, 1 + agree[place] + differ[place]);
        }
    }

    private void agrees(long step, int place) {
        ranks = Math.max(ranks, agree[place] + 1);
        if (step > counted && agree[place] + 1 >= ranks && differ[place] == 0) {
            counted = step;
            agreeing++;
            differing = 0;
            equal |= agreeing >= EQUAL_STEPS;
        }
    }

    private void differs(int rank, long step, int place, double norm) {
        boolean firstIsOdd = differ[place] > agree[place] + 1;
        odd = firstIsOdd ? firstRank[place] : rank;
        oddNorm = firstIsOdd ? first[place] : norm;
        otherNorm = firstIsOdd ? norm : first[place];
        if (differ[place] > 1) {
            return;
        }
        // A step that was counted as agreed turns out to differ when a later rank speaks.
        since = differing == 0 ? step : since;
        counted = Math.max(counted, step);
        differing++;
        agreeing = 0;
    }
}
