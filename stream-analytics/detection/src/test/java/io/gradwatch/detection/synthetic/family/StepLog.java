package io.gradwatch.detection.synthetic.family;

/**
 * A log with a row per step: the loss of a batch, and what else the job logs. Gradients shrink with the loss, as far as
 * {@link #gradients} says.
 */
final class StepLog implements Curve {

    private final long rows;
    private final Level level;
    private final Noise noise;

    private Noise gradient;
    private double gradientNorm;
    private double gradientExponent;
    private RateSchedule schedule;
    private long validateEvery;
    private Level validation;
    private Noise validationNoise;
    private long firstStep;
    private long stepsPerRow = 1;
    private long rowsPerEpoch;
    private double firstEpoch;

    StepLog(long rows, Level level, Noise noise) {
        this.rows = rows;
        this.level = level;
        this.noise = noise;
    }

    /** Logs a norm of {@code norm} at the start, moving with the {@code exponent}-th power of the expected loss. */
    StepLog gradients(double norm, double exponent, Noise around) {
        gradientNorm = norm;
        gradientExponent = exponent;
        gradient = around;
        return this;
    }

    /** Logs a norm as many jobs have it: it shrinks with the loss, with a noise of its own. */
    StepLog gradients(Draw draw) {
        return gradients(draw.magnitude(0.3, 20), draw.between(0.2, 1), Noise.lognormal(draw, draw.between(0.15, 0.5)));
    }

    /** Logs the learning rate. */
    StepLog rate(RateSchedule rate) {
        schedule = rate;
        return this;
    }

    /** Logs a validation loss every {@code every} rows. */
    StepLog validation(long every, Level expected, Noise around) {
        validateEvery = every;
        validation = expected;
        validationNoise = around;
        return this;
    }

    /** The first row is of this step, and a row stands for so many steps. */
    StepLog steps(long first, long perRow) {
        firstStep = first;
        stepsPerRow = perRow;
        return this;
    }

    /** Logs the epoch. */
    StepLog epochs(double first, long perEpoch) {
        firstEpoch = first;
        rowsPerEpoch = perEpoch;
        return this;
    }

    @Override
    public void fill(long index, Row row) {
        double share = Level.share(index, rows);
        row.step = firstStep + index * stepsPerRow;
        row.level = level.at(index, rows);
        row.loss = row.level * noise.next(share);
        if (rowsPerEpoch > 0) {
            row.epoch = firstEpoch + index / (double) rowsPerEpoch;
        }
        if (gradient != null) {
            double progress = Math.abs(row.level / level.at(0, rows));
            row.gradientNorm = gradientNorm * Math.pow(progress, gradientExponent) * gradient.next(share);
        }
        if (schedule != null) {
            row.learningRate = schedule.at(share);
        }
        if (validation != null && (index + 1) % validateEvery == 0) {
            row.validationLevel = validation.at(index, rows);
            row.validationLoss = row.validationLevel * validationNoise.next(share);
        }
    }
}
