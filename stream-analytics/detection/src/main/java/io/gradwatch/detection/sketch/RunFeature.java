package io.gradwatch.detection.sketch;

import java.util.function.ToDoubleFunction;

/** Number of a run that judges look at and that is not of one series alone; NaN where it is not known. */
enum RunFeature {
    /** Passes over the data, logarithm. */
    EPOCHS(r -> Math.log1p(Math.max(0, r.run.lastEpoch - r.run.firstEpoch))),
    /** Steps, logarithm. */
    STEPS(r -> Math.log1p(Math.max(0, r.run.lastStep - r.run.firstStep))),
    /** Passes over the data from one value to the next. */
    EPOCHS_A_VALUE(r -> (r.run.lastEpoch - r.run.firstEpoch) / Math.max(1, r.run.main().count - 1)),
    /** Step from which the run went on, as a logarithm. */
    FIRST_STEP(r -> Math.log1p(Math.max(0, r.run.firstStep))),
    /** The last value of the main series, decimal logarithm of its size. */
    LAST_SIZE(r -> r.loss == null ? Double.NaN : Math.log10(Math.abs(r.loss.series.recent.last(0)) + 1e-12)),
    /** Validation loss above its best in the pairs with training, natural logarithm. */
    GAP_RISE(r -> r.gap == null ? Double.NaN : r.gap.rise()),
    /** The same in standard errors, less what choosing the best of n explains. */
    GAP_DEVIATIONS(r -> r.gap == null ? Double.NaN : r.gap.deviations() - r.gap.needed(0)),
    /** Fall of the training error since the best validation. */
    GAP_TRAINING_FALL(r -> r.gap == null ? Double.NaN : r.gap.fall()),
    /** Rise over the fall of validation before the best. */
    GAP_SHARE(r -> r.gap == null ? Double.NaN : r.gap.share()),
    /** Part of the evaluations since the best. */
    GAP_SINCE(r -> r.gap == null ? Double.NaN : r.gap.since() / (double) r.gap.blocks()),
    /** Evaluations since the best, logarithm. */
    GAP_BLOCKS_SINCE(r -> r.gap == null ? Double.NaN : Math.log1p(r.gap.since())),
    /** Part of the evaluations since validation came near its best. */
    GAP_LEVEL(r -> r.gap == null ? Double.NaN : r.gap.level() / (double) r.gap.blocks()),
    /** Fall of the training error since validation came near its best. */
    GAP_LEVEL_FALL(r -> r.gap == null ? Double.NaN : r.gap.levelFall()),
    /** Rise over what validation rose before and came back from. */
    GAP_OVER_WANDER(r -> r.gap == null ? Double.NaN : r.gap.rise() / (r.gap.wander() + 0.02)),
    /** Validation loss over training loss, natural logarithm. */
    GAP_NOW(RunShape::gapNow),
    /** Growth of that since the start. */
    GAP_GROWTH(r -> r.gapNow() - r.gapAtStart()),
    /** Validation loss over its first value, natural logarithm. */
    VALIDATION_OVER_FIRST(RunShape::validationOverFirst),
    /** Validation loss over its lowest value, natural logarithm. */
    VALIDATION_OVER_LOWEST(RunShape::validationOverLowest),
    /** Accuracy in training. */
    ACCURACY(r -> r.run.accuracy.now()),
    /** Best accuracy in training. */
    BEST_ACCURACY(r -> r.run.accuracy.best),
    /** Accuracy in training above its first value. */
    ACCURACY_GAIN(r -> r.run.accuracy.now() - r.run.accuracy.first),
    /** Accuracy in training below its best. */
    ACCURACY_DROP(r -> r.run.accuracy.best - r.run.accuracy.now()),
    /** Different values of the accuracy in training, a share. */
    ACCURACY_DISTINCT(r -> r.run.accuracy.distinct()),
    /** Distance of the accuracy in training from that of a guess. */
    ACCURACY_GUESS(r -> guess(r.run.accuracy)),
    /** Accuracy on validation. */
    VALIDATION_ACCURACY(r -> r.run.validationAccuracy.now()),
    /** Best accuracy on validation. */
    BEST_VALIDATION_ACCURACY(r -> r.run.validationAccuracy.best),
    /** Accuracy on validation above its first value. */
    VALIDATION_ACCURACY_GAIN(r -> r.run.validationAccuracy.now() - r.run.validationAccuracy.first),
    /** Accuracy on validation below its best. */
    VALIDATION_ACCURACY_DROP(r -> r.run.validationAccuracy.best - r.run.validationAccuracy.now()),
    /** Different values of the accuracy on validation, a share. */
    VALIDATION_ACCURACY_DISTINCT(r -> r.run.validationAccuracy.distinct()),
    /** Values of the accuracy on validation in a row that are the same, logarithm. */
    VALIDATION_ACCURACY_EQUAL(
            r -> r.run.validationAccuracy.count == 0 ? Double.NaN : Math.log(r.run.validationAccuracy.equal)),
    /** Distance of the accuracy on validation from that of a guess. */
    VALIDATION_ACCURACY_GUESS(r -> guess(r.run.validationAccuracy)),
    /** Accuracy in training above that on validation. */
    ACCURACY_GAP(r -> r.run.accuracy.now() - r.run.validationAccuracy.now()),
    /** Learning rate, decimal logarithm. */
    LEARNING_RATE(r -> Math.log10(Math.max(1e-12, r.run.lastLearningRate))),
    /** Learning rate over its highest, decimal logarithm. */
    LEARNING_RATE_SHARE(r -> Math.log10(Math.max(1e-9, r.run.lastLearningRate / r.run.highestLearningRate))),
    /** Learning rate over its first, decimal logarithm. */
    LEARNING_RATE_GROWTH(
            r -> Math.log10(Math.max(1e-9, r.run.lastLearningRate / Math.max(1e-12, r.run.firstLearningRate))));

    private final ToDoubleFunction<RunShape> value;

    RunFeature(ToDoubleFunction<RunShape> value) {
        this.value = value;
    }

    double of(RunShape shape) {
        return value.applyAsDouble(shape);
    }

    private static double guess(AccuracySketch accuracy) {
        return accuracy.count == 0 ? Double.NaN : Guess.accuracyDistance(accuracy.now());
    }
}
