package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.RowValues;

/**
 * Places the rows of a log: gives each its optimizer step and its attempt, of whatever the row says. The one rule for
 * all formats, and for {@code replay} and {@code attach}.
 *
 * <ul>
 *   <li>A row that names a step has it. Where the step begins anew with each epoch, it is an iteration within the
 *       epoch, and the steps of the epochs before are added ({@link EpochIterations}).
 *   <li>A row without one belongs to the step before, in a log that names steps.
 *   <li>A log without steps is numbered by its epochs, as long as they are whole and each has one row with a loss; else
 *       by its rows.
 *   <li>Steps, or epochs in a log that is numbered by its rows, that go back to the start or by more than
 *       {@value CountProgress#RESTART_INTERVALS} intervals begin the next attempt. What is behind by less is late.
 * </ul>
 */
final class StepNumbers {

    /**
     * Place of a row in its run.
     *
     * @param step of the optimizer, from 0
     * @param attempt that the row belongs to, from 0 for the first of the log
     * @param late true if the step is behind another of the attempt, so that it cannot be judged any more
     */
    record Place(long step, int attempt, boolean late) {}

    /** The part of a row that the steps are counted by. */
    enum Source {
        STEP,
        EPOCH,
        ROW
    }

    private final EpochIterations iterations = new EpochIterations();
    private Source source;
    private CountProgress steps = new CountProgress(1);
    private CountProgress epochs = new CountProgress(1);
    private Double lossEpoch;
    private long firstRow;
    private long last;
    private int attempt;
    private boolean mayGoBack;

    /**
     * The place of the next row.
     *
     * @param values of the row
     * @param row number of the row, from 0
     */
    Place next(RowValues values, long row) {
        Double epoch = values.epoch == null || !Double.isFinite(values.epoch) ? null : values.epoch;
        source = source(values, epoch);
        boolean training = values.tellsOfTraining();
        if (source == Source.ROW) {
            return byRow(epoch, training, row);
        }
        long step = source == Source.STEP ? byStep(values, epoch, training) : byEpoch(values, epoch, row);
        if (!training) {
            boolean ofTraining = values.tellsOfEvaluation() && iterations.beginAnew();
            last = ofTraining ? last : step;
            return new Place(last, attempt, false);
        }
        CountProgress.Move move = steps.to(step, mayGoBack);
        mayGoBack = false;
        attempt += move == CountProgress.Move.RESTART ? 1 : 0;
        last = step;
        return new Place(step, attempt, move == CountProgress.Move.LATE);
    }

    /** The log says that its program was started again: the next step is a restart if it is behind by any number. */
    void mayGoBack() {
        mayGoBack = true;
    }

    /** A new training begins with the next row, whatever it says. */
    void startAnew(long row) {
        if (source != null) {
            attempt++;
            steps = new CountProgress(1);
            epochs = new CountProgress(1);
            iterations.startAnew();
            firstRow = row;
            lossEpoch = null;
            source = source == Source.ROW ? null : source;
        }
    }

    /** The part of the rows that is counted by; null before the first row. */
    Source source() {
        return source;
    }

    /** True if the steps that rows name begin anew with each epoch. */
    boolean areIterations() {
        return iterations.beginAnew();
    }

    int attempts() {
        return attempt + 1;
    }

    private Source source(RowValues values, Double epoch) {
        if (values.step != null || source == Source.STEP) {
            return Source.STEP;
        }
        if (source == Source.ROW || (source == null && epoch == null)) {
            return Source.ROW;
        }
        boolean again = epoch != null && values.loss != null && epoch.equals(lossEpoch);
        boolean whole = epoch == null || LoggedNumber.step(epoch).isPresent();
        return whole && !again ? Source.EPOCH : Source.ROW;
    }

    private long byStep(RowValues values, Double epoch, boolean training) {
        if (values.step == null) {
            return last;
        }
        return training ? iterations.step(values, epoch) : values.step;
    }

    private long byEpoch(RowValues values, Double epoch, long row) {
        if (epoch != null && values.tellsOfTraining()) {
            epochs.to(epoch);
            lossEpoch = values.loss == null ? lossEpoch : epoch;
        }
        long step = epoch == null ? last : epoch.longValue();
        firstRow = row - step;
        return step;
    }

    private Place byRow(Double epoch, boolean training, long row) {
        if (training && epoch != null && epochs.to(epoch) == CountProgress.Move.RESTART) {
            attempt++;
            firstRow = row;
        }
        last = row - firstRow;
        return new Place(last, attempt, false);
    }
}
