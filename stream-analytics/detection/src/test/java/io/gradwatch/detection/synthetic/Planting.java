package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.synthetic.family.Draw;
import io.gradwatch.detection.synthetic.family.Row;
import io.gradwatch.detection.synthetic.family.SyntheticRun;

/** Changes the rows of a run from the onset of a fault on. Learns from the rows before it what the run was like. */
final class Planting implements SyntheticRun.Change {

    /** Rows over which a sudden fault reaches its size. */
    private static final double SUDDEN = 20;

    /** Above this share of its start a loss counts as not learnt. */
    private static final double UNLEARNT = 0.7;

    private final PlantedFault fault;
    private final double size;
    private final Draw draw;

    private double firstLevel = Double.NaN;
    private double firstGradient = Double.NaN;
    private double onsetLevel = Double.NaN;
    private double onsetLoss = Double.NaN;
    private double onsetAccuracy = Double.NaN;
    private double onsetValidation = Double.NaN;
    private double squares;
    private long seen;
    private long firstStep;
    private long onsetStep;
    private long lastStep;

    Planting(PlantedFault fault) {
        this.fault = fault;
        size = fault.size();
        draw = new Draw("planting " + fault.kind(), fault.base().seed());
    }

    /** The step of the onset; to be asked after the run. */
    long onsetStep() {
        return onsetStep;
    }

    /** Steps from the first row to the last; to be asked after the run. */
    long steps() {
        return Math.max(1, lastStep - firstStep);
    }

    @Override
    public void change(long index, Row row) {
        lastStep = row.step;
        if (index == 0) {
            firstStep = row.step;
            firstLevel = row.level;
            firstGradient = row.gradientNorm == null ? Double.NaN : row.gradientNorm;
        }
        if (index >= fault.onsetRow()) {
            if (index == fault.onsetRow()) {
                onsetStep = row.step;
                onsetLevel = row.level;
                onsetLoss = row.loss == null ? Double.NaN : row.loss;
                onsetAccuracy = row.accuracy == null ? Double.NaN : row.accuracy;
            }
            plant(index - fault.onsetRow(), row);
        } else if (row.loss != null) {
            double deviation = row.loss / row.level - 1;
            squares += deviation * deviation;
            seen++;
        }
    }

    private void plant(long since, Row row) {
        double rest = Math.max(1, fault.base().rows() - fault.onsetRow() - 1);
        double sudden = Math.min(1, (since + 1) / SUDDEN);
        switch (fault.kind()) {
            case NAN -> spoil(row);
            case BLOW_UP -> multiply(row, Math.pow(size, sudden));
            case LEVEL_SHIFT -> multiply(row, size);
            case LOSS_SPIKE -> row.loss += size * Math.sqrt(squares / seen) * row.level * Math.max(0, 1 - since / 10.0);
            case SLOW_DIVERGENCE -> moveTo(row, onsetLevel * Math.pow(size, since / rest));
            case OSCILLATION -> moveTo(row, since % 8 < 3 ? firstLevel * size : onsetLevel);
            case PLATEAU -> plateau(row);
            case FROZEN -> row.loss = Math.max(onsetLoss, size * firstLevel);
            case RATE_ZERO -> stay(row);
            case VANISHING -> vanish(row, since / rest);
            case OVERFITTING -> overfit(row, since / rest);
            case COLLAPSE -> moveTo(row, onsetLevel + (firstLevel * size - onsetLevel) * sudden);
        }
    }

    private static void spoil(Row row) {
        row.loss = row.loss == null ? null : (Double) Double.NaN;
        row.validationLoss = row.validationLoss == null ? null : (Double) Double.NaN;
    }

    private static void multiply(Row row, double factor) {
        row.loss *= factor;
        row.gradientNorm = row.gradientNorm == null ? null : (Double) (row.gradientNorm * factor);
        row.validationLoss = row.validationLoss == null ? null : (Double) (row.validationLoss * factor);
    }

    /** Keeps the noise of the row and puts it around another level. */
    private static void moveTo(Row row, double level) {
        double factor = level / row.level;
        row.loss *= factor;
        row.validationLoss = row.validationLoss == null ? null : (Double) (row.validationLoss * factor);
    }

    private void plateau(Row row) {
        double noise = draw.factor(size);
        row.loss = firstLevel * noise;
        row.accuracy = row.accuracy == null ? null : (Double) (0.1 + 0.002 * draw.normal());
        row.validationLoss = row.validationLoss == null ? null : (Double) (firstLevel * draw.factor(size / 3));
        row.validationAccuracy = row.validationAccuracy == null ? null : (Double) 0.1;
        row.gradientNorm = row.gradientNorm == null ? null : (Double) (firstGradient * draw.factor(0.2));
    }

    private void stay(Row row) {
        row.learningRate = 0.0;
        row.accuracy = row.accuracy == null ? null : (Double) (onsetAccuracy + 0.003 * draw.normal());
        moveTo(row, onsetLevel);
    }

    /** The gradient is gone within a tenth of the run; the loss gets to seven tenths of its start and no further. */
    private void vanish(Row row, double share) {
        double gone = Math.pow(size, Math.min(1, 10 * share));
        row.gradientNorm = row.gradientNorm == null ? null : (Double) (firstGradient * gone * draw.factor(0.3));
        moveTo(row, Math.max(row.level, UNLEARNT * firstLevel));
    }

    /**
     * Validation rises from the level that it had at the onset, with its noise; training falls to a third meanwhile.
     */
    private void overfit(Row row, double share) {
        row.loss *= Math.exp(-share);
        if (row.validationLoss != null) {
            onsetValidation = Double.isNaN(onsetValidation) ? row.validationLevel : onsetValidation;
            row.validationLoss *= onsetValidation * (1 + size * share) / row.validationLevel;
        }
    }
}
