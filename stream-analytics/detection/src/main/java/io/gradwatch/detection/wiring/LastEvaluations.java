package io.gradwatch.detection.wiring;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import java.util.Arrays;

/** The last evaluation of each split. A plain state of 130 bytes, O(1) an evaluation. */
public class LastEvaluations {

    private static final int SPLITS = Split.values().length;

    /** Step by split. */
    public long[] steps = new long[SPLITS];

    /** Epoch by split, NaN where it is not known. */
    public double[] epochs = new double[SPLITS];

    /** Loss by split, NaN before the first. */
    public double[] losses = new double[SPLITS];

    /** None yet. */
    public LastEvaluations() {
        Arrays.fill(losses, Double.NaN);
    }

    /** Takes an evaluation; the loss of the one before where that was of the same split, step and epoch, NaN else. */
    @SuppressWarnings("EnumOrdinal") // Splits live in records too: they are only ever added at the end.
    double replace(Evaluation evaluation) {
        int split = evaluation.getSplit().ordinal();
        double epoch = evaluation.getEpoch() == null ? Double.NaN : evaluation.getEpoch();
        boolean same = steps[split] == evaluation.getStep() && Double.compare(epochs[split], epoch) == 0;
        double earlier = same ? losses[split] : Double.NaN;
        steps[split] = evaluation.getStep();
        epochs[split] = epoch;
        losses[split] = evaluation.getLoss() == null ? Double.NaN : evaluation.getLoss();
        return earlier;
    }
}
