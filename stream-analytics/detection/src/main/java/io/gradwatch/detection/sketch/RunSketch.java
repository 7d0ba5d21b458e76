package io.gradwatch.detection.sketch;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;

/**
 * The curves of one attempt of one run, of the rank that speaks for the job, in bounded memory. A plain state of 7 KB.
 */
public class RunSketch {

    /** Values up to which judges look at each one. */
    private static final long EACH = 40;

    /** Share of the values seen after which judges look again. */
    private static final double AGAIN_AFTER = 1 / 24.0;

    /** Times the largest excursion before that a value must stand out by, to be looked at at once. */
    private static final double STANDS_OUT = 1.2;

    /** Deviations of the noise that a value must stand out by, to be looked at at once. */
    private static final double DEVIATIONS = 6;

    /** Loss of the steps. */
    public SeriesSketch loss = new SeriesSketch();

    /** Loss of the evaluations on the train-val split. */
    public SeriesSketch validation = new SeriesSketch();

    /** Global gradient norm of the steps. */
    public SeriesSketch gradient = new SeriesSketch();

    /** Accuracy of the steps, or of evaluations on the train split. */
    public AccuracySketch accuracy = new AccuracySketch();

    /** Accuracy of the evaluations on the train-val split. */
    public AccuracySketch validationAccuracy = new AccuracySketch();

    /** Training error between evaluations. */
    public TrainingError trainingError = new TrainingError();

    /** Validation and training errors side by side. */
    public GapSeries gap = new GapSeries();

    /** Step of the first event; -1 before it. */
    public long firstStep = -1;

    /** Step of the last event. */
    public long lastStep;

    /** Passes over the data at the first event that says so; NaN before it. */
    public double firstEpoch = Double.NaN;

    /** Passes over the data at the last event that says so; NaN before it. */
    public double lastEpoch = Double.NaN;

    /** The first learning rate; NaN before it. */
    public double firstLearningRate = Double.NaN;

    /** The highest learning rate; NaN before the first. */
    public double highestLearningRate = Double.NaN;

    /** The last learning rate; NaN before the first. */
    public double lastLearningRate = Double.NaN;

    /** Values of all series at which judges look next, whatever they are. */
    public long lookAt;

    /** True where the judge looks now. */
    public boolean due;

    /** Takes a step. */
    public void take(Step step) {
        at(step.getStep(), step.getEpoch());
        learningRate(step.getLearningRate());
        accuracy.take(step.getMetrics());
        trainingError.take(step);
        boolean lossTaken = take(loss, step.getLoss());
        boolean gradientTaken = take(gradient, step.getGradientNorm());
        due = (lossTaken || gradientTaken)
                && (isTimeToLook() || lossTaken && standsOut(loss) || gradientTaken && standsOut(gradient));
    }

    /** Takes an evaluation. */
    public void take(Evaluation evaluation) {
        due = false;
        if (evaluation.getSplit() == Split.TRAIN) {
            trainingError.take(evaluation);
            accuracy.take(evaluation.getMetrics());
        }
        if (evaluation.getSplit() != Split.TRAIN_VAL) {
            return;
        }
        at(evaluation.getStep(), evaluation.getEpoch());
        validationAccuracy.take(evaluation.getMetrics());
        boolean taken = take(validation, evaluation.getLoss());
        double error = trainingError.comparable(evaluation);
        double training = trainingError.log();
        if (error >= 0 && Double.isFinite(error + training)) {
            gap.add(error, training, evaluation.getStep());
        }
        due = isTimeToLook() || taken && validation.count <= EACH || taken && standsOut(validation);
    }

    /** The series that says how training goes: the loss of steps, or of evaluations where there are no others. */
    public SeriesSketch main() {
        return loss.count < 2 && validation.count >= 2 ? validation : loss;
    }

    /**
     * Step at a place of the run, taking its values as evenly spaced.
     *
     * @param share 0 for the first, 1 for the last
     */
    public long stepAt(double share) {
        return Math.round(firstStep + share * (lastStep - firstStep));
    }

    private boolean isTimeToLook() {
        long values = Math.max(loss.count + validation.count, gradient.count);
        boolean few = Math.max(gradient.count, Math.max(loss.count, validation.count)) <= EACH;
        if (!few && values < lookAt) {
            return false;
        }
        lookAt = values + Math.max(1, (long) (values * AGAIN_AFTER));
        return true;
    }

    private static boolean standsOut(SeriesSketch series) {
        return series.blocked
                && series.excursion >= series.largest[0]
                && series.excursion > STANDS_OUT * series.largest[1]
                && series.excursion > DEVIATIONS * series.noiseOfBlocks();
    }

    private static boolean take(SeriesSketch series, Double value) {
        boolean taken = value != null && Double.isFinite(value);
        if (taken) {
            series.take(value);
        }
        return taken;
    }

    private void at(long step, Double epoch) {
        firstStep = firstStep < 0 ? step : firstStep;
        lastStep = step;
        if (epoch != null) {
            firstEpoch = Double.isNaN(firstEpoch) ? epoch : firstEpoch;
            lastEpoch = epoch;
        }
    }

    private void learningRate(Double rate) {
        if (rate == null || !Double.isFinite(rate)) {
            return;
        }
        firstLearningRate = Double.isNaN(firstLearningRate) ? rate : firstLearningRate;
        highestLearningRate = Double.isNaN(highestLearningRate) ? rate : Math.max(rate, highestLearningRate);
        lastLearningRate = rate;
    }
}
