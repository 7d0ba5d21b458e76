package io.gradwatch.detection.reference;

import io.gradwatch.detection.spi.References;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;

/** Comparisons of a run with its references. A plain state of 1.2 KB. */
public class Comparisons {

    /** The loss of the steps. */
    public ReferenceComparison loss = new ReferenceComparison();

    /** The loss of the evaluations. */
    public ReferenceComparison validationLoss = new ReferenceComparison();

    /** The accuracy of the evaluations. */
    public ReferenceComparison accuracy = new ReferenceComparison();

    /** The loss against that of a simple baseline. */
    public Baseline baseline = new Baseline();

    /** The last epoch, NaN before it is known. */
    public double epoch = Double.NaN;

    /** Tokens seen, NaN before they are known. */
    public double tokens = Double.NaN;

    /** Signal of the open alert; null while there is none, UNKNOWN for the baseline. */
    public CurveSignal open;

    /** Remembers where the run is; null where it does not say. */
    void place(Double newEpoch, Long newTokens) {
        epoch = newEpoch == null ? epoch : newEpoch;
        tokens = newTokens == null ? tokens : newTokens;
    }

    /** The comparison of a signal; null for one that is not known. */
    ReferenceComparison of(CurveSignal signal) {
        return switch (signal) {
            case TRAINING_LOSS -> loss;
            case VALIDATION_LOSS -> validationLoss;
            case VALIDATION_ACCURACY -> accuracy;
            case UNKNOWN -> null;
        };
    }

    /**
     * Takes a value.
     *
     * @param value left out where it is null or not finite
     * @return the band with which a complete point was compared; null where none was
     */
    Band compare(
            References references, CurveSignal signal, Double value, long step, ReferenceComparison.Limits limits) {
        if (references.isEmpty() || value == null || !Double.isFinite(value)) {
            return null;
        }
        CurveAxis axis = Band.axis(references, signal);
        double place = axis == CurveAxis.EPOCH ? epoch : axis == CurveAxis.TOKENS ? tokens : (double) step;
        ReferenceComparison run = of(signal);
        if (!Double.isFinite(place) || !run.add(value, place)) {
            return null;
        }
        Band band = axis == null ? null : Band.at(references, signal, axis, run.place());
        run.compare(band, limits, signal == CurveSignal.VALIDATION_ACCURACY, step);
        return band;
    }

    /** Takes a loss against that of a simple model; returns whether there is something new to judge. */
    boolean takeForBaseline(Double value) {
        return value != null && Double.isFinite(value) && baseline.add(value, epoch);
    }

    /** By how much the run missed a level, as a part of it; negative where it did not, or where it is no level. */
    double missed(ReferenceCurve level) {
        ReferenceComparison run = of(level.getSignal());
        if (run == null || level.getValues().size() != 1 || run.points.count == 0) {
            return -1;
        }
        double wanted = level.getValues().get(0);
        double behind = run.reached() - wanted;
        boolean higher = level.getSignal() == CurveSignal.VALIDATION_ACCURACY;
        return (higher ? -behind : behind) / Math.max(Math.abs(wanted), Double.MIN_NORMAL);
    }
}
