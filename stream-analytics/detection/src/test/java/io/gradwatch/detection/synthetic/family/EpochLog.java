package io.gradwatch.detection.synthetic.family;

/** A log with a row per epoch: losses and accuracies of both sets, or of what is logged of them. */
final class EpochLog implements Curve {

    private final long rows;
    private final Level training;
    private final Noise trainingNoise;

    private Level validation;
    private Noise validationNoise;
    private long validateEvery = 1;
    private boolean trainingLogged = true;
    private Level accuracy;
    private Level validationAccuracy;
    private double accuracyNoise;
    private long validationExamples;
    private Draw draw;
    private RateSchedule schedule;

    EpochLog(long rows, Level training, Noise trainingNoise) {
        this.rows = rows;
        this.training = training;
        this.trainingNoise = trainingNoise;
    }

    EpochLog validation(Level expected, Noise around) {
        validation = expected;
        validationNoise = around;
        return this;
    }

    EpochLog validateEvery(long epochs) {
        validateEvery = epochs;
        return this;
    }

    EpochLog withoutTraining() {
        trainingLogged = false;
        return this;
    }

    /**
     * Logs accuracies that rise as the losses fall.
     *
     * @param chance accuracy before anything is learnt, 0 to 1
     * @param best accuracy at which training would end, 0 to 1
     * @param examples in the validation set: its accuracy is a whole number of them
     */
    EpochLog accuracies(Draw source, double chance, double best, long examples) {
        draw = source;
        accuracy = rising(training, chance, best);
        validationAccuracy = validation == null ? null : rising(validation, chance, chance + 0.93 * (best - chance));
        accuracyNoise = 0.004;
        validationExamples = examples;
        return this;
    }

    EpochLog rate(RateSchedule rate) {
        schedule = rate;
        return this;
    }

    @Override
    public void fill(long index, Row row) {
        double share = Level.share(index, rows);
        row.epoch = index + 1.0;
        row.level = training.at(index, rows);
        double loss = row.level * trainingNoise.next(share);
        row.loss = trainingLogged ? (Double) loss : null;
        if (schedule != null && trainingLogged) {
            row.learningRate = schedule.at(share);
        }
        if (accuracy != null && trainingLogged) {
            row.accuracy = clamp(accuracy.at(index, rows) + accuracyNoise * draw.normal());
        }
        if (validation != null && (index + 1) % validateEvery == 0) {
            row.validationLevel = validation.at(index, rows);
            row.validationLoss = row.validationLevel * validationNoise.next(share);
            row.validationAccuracy = validationAccuracy == null ? null : counted(validationAccuracy.at(index, rows));
        }
    }

    /** Accuracy as measured on a finite set. */
    private double counted(double expected) {
        double sampled = expected + Math.sqrt(expected * (1 - expected) / validationExamples) * draw.normal();
        return Math.round(clamp(sampled) * validationExamples) / (double) validationExamples;
    }

    private static Level rising(Level loss, double chance, double best) {
        return (index, rows) -> {
            double left = Math.max(0, loss.at(index, rows) / loss.at(0, rows));
            return chance + (best - chance) * (1 - Math.min(1, left));
        };
    }

    private static double clamp(double accuracy) {
        return Math.max(0, Math.min(1, accuracy));
    }
}
