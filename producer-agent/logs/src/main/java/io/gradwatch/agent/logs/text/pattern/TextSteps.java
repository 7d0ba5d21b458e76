package io.gradwatch.agent.logs.text.pattern;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.CountWords;
import java.util.TreeMap;

/**
 * Numbers rows by step. A count that begins anew with each epoch is counted on; one that goes back within an epoch, or
 * with it, is that of another attempt, and goes back.
 */
public final class TextSteps {

    /** Count by which the rows of a log are numbered. */
    public enum Mode {
        /** By a count of steps, whole or within the epoch. */
        STEP,
        /** By whole epochs. */
        EPOCH,
        /** By themselves. */
        ROW
    }

    private static final int MOST_EPOCHS = 100_000;

    private final Mode mode;
    /** Steps before each epoch. */
    private final TreeMap<Double, Double> before = new TreeMap<>();

    private double firstEpoch = Double.NaN;
    private double lastEpoch = Double.NaN;
    private double lastCount = Double.NaN;
    private double interval = 1;
    /** Batches of the epochs before, where none is printed. */
    private double passed;

    private boolean anew;
    private double firstLoss = Double.NaN;
    private double lastLoss = Double.NaN;

    private boolean within;
    private boolean whole;
    private long last = -1;

    public TextSteps(Mode mode) {
        this.mode = mode;
    }

    public Mode mode() {
        return mode;
    }

    /** True if the count begins anew with each epoch. */
    public boolean areWithin() {
        return within;
    }

    /** The step of the last row; 0 before the first. */
    long last() {
        return Math.max(0, last);
    }

    /**
     * The step of the next row of the training.
     *
     * @param word by which the step is counted
     * @param loss of the row, NaN where it has none
     */
    public long next(Count epoch, Count step, String word, double loss) {
        last = switch (mode) {
            case STEP -> step == null ? last() : counted(epoch, step, word, loss);
            case EPOCH -> ofEpoch(epoch);
            case ROW -> row(epoch);
        };
        return last;
    }

    /** The step of an evaluation that counts as the training does. */
    public long of(Count epoch, Count step) {
        if (mode == Mode.EPOCH && epoch != null) {
            return (long) Math.max(0, Math.floor(epoch.value()));
        }
        if (mode == Mode.STEP && step != null) {
            return (long) (offset(epoch) + step.value());
        }
        return last();
    }

    /** The epoch; where none is ever told, the number of the row. */
    private long ofEpoch(Count epoch) {
        if (epoch == null) {
            return Double.isNaN(lastEpoch) ? last + 1 : last();
        }
        lastEpoch = epoch.value();
        return (long) Math.max(0, Math.floor(epoch.value()));
    }

    private long row(Count epoch) {
        double value = epoch == null ? Double.NaN : epoch.value();
        boolean anew = value < lastEpoch && value <= Math.max(1, lastEpoch / 2) && lastEpoch - value > 0.005;
        lastEpoch = epoch == null ? lastEpoch : value;
        return anew ? 0 : last + 1;
    }

    private long counted(Count epoch, Count step, String word, double loss) {
        boolean back = epoch == null && step.value() <= lastCount;
        anew = false;
        if (epoch == null && (CountWords.isBatch(word) || passed > 0 || back && goesOn(step, loss))) {
            return batch(step, loss);
        }
        anew = back && isAtEnd(step) && step.value() < lastCount;
        firstLoss = anew ? Double.NaN : firstLoss;
        tellLoss(loss);
        return counted(epoch, step);
    }

    /** True if the row begins another training: the count of the one before was at its end. */
    public boolean beganAnew() {
        return anew;
    }

    private boolean isAtEnd(Count step) {
        return step.total() > 0 && lastCount + interval > step.total();
    }

    /**
     * True if a count that begins anew without an epoch is of the same training: it was at its end, and the loss goes
     * on.
     */
    private boolean goesOn(Count step, double loss) {
        boolean both = Double.isNaN(loss) && Double.isNaN(lastLoss);
        return isAtEnd(step) && (both || Math.abs(loss - lastLoss) < Math.abs(loss - firstLoss));
    }

    private void tellLoss(double loss) {
        firstLoss = Double.isNaN(firstLoss) ? loss : firstLoss;
        lastLoss = loss;
    }

    /** Batches are counted within an epoch, also where no epoch is printed: the first again begins the next. */
    private long batch(Count step, double loss) {
        double count = step.value();
        tellLoss(loss);
        if (!Double.isNaN(lastCount) && count <= lastCount) {
            passed += step.total() > 0 ? step.total() : lastCount + interval - count;
            within = true;
        } else if (!Double.isNaN(lastCount)) {
            interval = count - lastCount;
        }
        lastCount = count;
        return (long) (passed + count);
    }

    private long counted(Count epoch, Count step) {
        double count = step.rounded() && !Double.isNaN(lastCount) ? lastCount + interval : step.value();
        double now = epoch == null ? Double.NaN : Math.floor(epoch.value());
        if (Double.isNaN(lastCount)) {
            begin(epoch, step);
        } else if (now > lastEpoch && count <= lastCount && !whole) {
            double more = step.total() > 0 ? step.total() * (now - lastEpoch) : lastCount + interval - count;
            within = true;
            remember(now, offsetAt(lastEpoch) + more);
        } else if (now > lastEpoch) {
            // A count that goes on over epochs, or begins an epoch later than it ended the last one, which nobody does.
            remember(
                    now,
                    within && step.total() > 0
                            ? offsetAt(lastEpoch) + step.total() * (now - lastEpoch)
                            : offsetAt(lastEpoch));
            whole |= !within && count > lastCount;
        }
        if (count > lastCount) {
            interval = count - lastCount;
        }
        lastEpoch = now;
        lastCount = count;
        return (long) Math.max(0, offset(epoch) + count);
    }

    private void begin(Count epoch, Count step) {
        firstEpoch = epoch == null ? Double.NaN : Math.floor(epoch.value());
        double passed = Double.isNaN(firstEpoch) ? 0 : firstEpoch - Math.min(1, firstEpoch);
        boolean global = epoch != null
                && epoch.total() > 0
                && step.total() > 0
                && Math.abs(step.value() / step.total() - passed / epoch.total()) < 1.5 / epoch.total();
        within = passed > 0 && step.total() > 0 && !global;
        remember(firstEpoch, within ? passed * step.total() : 0);
    }

    private void remember(double epoch, double offset) {
        if (!Double.isNaN(epoch) && before.size() < MOST_EPOCHS) {
            before.put(epoch, offset);
        }
    }

    private double offset(Count epoch) {
        return epoch == null ? 0 : offsetAt(Math.floor(epoch.value()));
    }

    private double offsetAt(double epoch) {
        if (Double.isNaN(epoch) || before.isEmpty()) {
            return 0;
        }
        return before.floorEntry(epoch) == null ? 0 : before.floorEntry(epoch).getValue();
    }
}
