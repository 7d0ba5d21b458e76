package io.gradwatch.detection.synthetic.family;

import static io.gradwatch.detection.synthetic.family.HealthyFamily.epochs;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNING_RATE;
import static io.gradwatch.detection.synthetic.family.Trait.LEARNS;
import static io.gradwatch.detection.synthetic.family.Trait.QUIET;
import static io.gradwatch.detection.synthetic.family.Trait.VALIDATES;

import java.util.List;

/** Logs with a row per epoch, 8 to 300 of them. */
final class EpochFamilies {

    private EpochFamilies() {}

    static List<HealthyFamily> all() {
        return List.of(
                epochs("epochs-supervised", EpochFamilies::supervised, LEARNS, QUIET, VALIDATES),
                epochs("epochs-small-validation-set", EpochFamilies::smallValidationSet, LEARNS, QUIET, VALIDATES),
                epochs("epochs-dropout", EpochFamilies::dropout, LEARNS, QUIET, VALIDATES),
                epochs("epochs-growing-gap", EpochFamilies::growingGap, LEARNS, QUIET, VALIDATES),
                epochs("epochs-wandering-validation", EpochFamilies::wanderingValidation, LEARNS, QUIET),
                epochs("epochs-staircase", EpochFamilies::staircase, LEARNS, QUIET, VALIDATES, LEARNING_RATE),
                epochs("epochs-warm-restarts", EpochFamilies::warmRestarts),
                epochs("epochs-triangular", EpochFamilies::triangular),
                epochs("epochs-fine-tuning", EpochFamilies::fineTuning),
                epochs("epochs-slow-start", EpochFamilies::slowStart, VALIDATES),
                epochs("epochs-gentle-bump", EpochFamilies::gentleBump, LEARNS, QUIET),
                epochs("epochs-validation-only", EpochFamilies::validationOnly),
                epochs("epochs-training-only", EpochFamilies::trainingOnly, LEARNS, QUIET),
                epochs("epochs-validated-now-and-then", EpochFamilies::nowAndThen, LEARNS, QUIET, VALIDATES),
                epochs("epochs-converged", EpochFamilies::converged, LEARNS),
                epochs("epochs-irreducible-error", EpochFamilies::irreducibleError),
                epochs("epochs-plateau-then-drop", EpochFamilies::plateauThenDrop));
    }

    private static double chanceLoss(long classes) {
        return Math.log(classes);
    }

    private static Curve supervised(Draw draw, long rows) {
        long classes = draw.whole(2, 1000);
        double start = chanceLoss(classes) * draw.between(0.6, 1.05);
        double end = start * draw.magnitude(0.02, 0.4);
        Level training = Level.learning(draw, start, end);
        double gap = draw.between(0.02, 0.3) * end;
        Level validation = (index, of) -> training.at(index, of) + gap * Level.share(index, of);
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .validation(validation, Noise.lognormal(draw, draw.between(0.005, 0.04)))
                .accuracies(draw, 1.0 / classes, draw.between(0.7, 0.99), draw.whole(1000, 50_000));
    }

    private static Curve smallValidationSet(Draw draw, long rows) {
        Level training = Level.learning(draw, 0.69, draw.between(0.05, 0.35));
        Level validation = Level.learning(draw, 0.69, draw.between(0.35, 0.5));
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.01, 0.05)))
                .validation(validation, Noise.lognormal(draw, draw.between(0.06, 0.15)))
                .accuracies(draw, 0.5, draw.between(0.8, 0.98), draw.whole(40, 100));
    }

    /** Strong regularization or augmentation holds the training loss above the validation loss all along. */
    private static Curve dropout(Draw draw, long rows) {
        double start = draw.between(2, 6);
        Level training = Level.learning(draw, start, start * draw.between(0.3, 0.65));
        double below = draw.between(0.6, 0.9);
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .validation(training.times(below), Noise.lognormal(draw, draw.between(0.01, 0.03)))
                .accuracies(draw, 0.01, draw.between(0.5, 0.9), 10_000);
    }

    /** Validation stops falling, and stays; training goes on. */
    private static Curve growingGap(Draw draw, long rows) {
        double start = draw.between(0.7, 5);
        Level training = Level.exponential(start, start * draw.magnitude(0.001, 0.05), draw.between(4, 10));
        Level validation = Level.exponential(start, start * draw.between(0.25, 0.6), draw.between(10, 30));
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.01, 0.05)))
                .validation(validation, Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .accuracies(draw, 0.1, draw.between(0.95, 1), 5000);
    }

    /** Validation wanders around a level that does not rise. */
    private static Curve wanderingValidation(Draw draw, long rows) {
        double start = draw.between(0.7, 3);
        Level training = Level.exponential(start, start * draw.magnitude(0.01, 0.2), draw.between(3, 8));
        Level validation = Level.exponential(start, start * draw.between(0.3, 0.6), draw.between(8, 20));
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.01, 0.03)))
                .validation(validation, Noise.autocorrelated(draw, draw.between(0.3, 0.7), draw.between(0.03, 0.09)))
                .accuracies(draw, 0.1, draw.between(0.8, 0.95), 2000);
    }

    /** The learning rate is divided by ten twice; the loss falls at once, and gets quieter. */
    private static Curve staircase(Draw draw, long rows) {
        double start = draw.between(2, 5);
        double[] levels = {start * 0.35, start * draw.between(0.1, 0.2), start * draw.between(0.04, 0.09)};
        double first = draw.between(0.3, 0.55);
        double second = draw.between(0.65, 0.85);
        Level training = (index, of) -> {
            double share = Level.share(index, of);
            int stair = share < first ? 0 : share < second ? 1 : 2;
            double since = stair == 0 ? share : share - (stair == 1 ? first : second);
            double from = stair == 0 ? start : levels[stair - 1];
            return levels[stair] + (from - levels[stair]) * Math.exp(-since * 40);
        };
        Noise noise = Noise.lognormal(draw, draw.between(0.005, 0.02));
        return new EpochLog(rows, training, noise)
                .validation(
                        (index, of) -> training.at(index, of) * 0.9 + 0.1 * start,
                        Noise.changing(draw, draw.between(0.05, 0.12), 0.01))
                .accuracies(draw, 0.01, draw.between(0.8, 0.99), 10_000)
                .rate(RateSchedule.drops(draw.magnitude(0.01, 0.5), 10, first, second));
    }

    /** Each restart of the learning rate costs some of the progress, which the cycle wins back and more. */
    private static Curve warmRestarts(Draw draw, long rows) {
        int cycles = (int) draw.whole(2, 5);
        double start = draw.between(1, 4);
        Level training = StepFamilies.sawTooth(start, draw.between(0.1, 0.3), draw.between(0.15, 0.4), cycles);
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .validation((i, n) -> training.at(i, n) + 0.1 * start, Noise.lognormal(draw, 0.02))
                .accuracies(draw, 0.1, draw.between(0.8, 0.95), 10_000)
                .rate(RateSchedule.restarts(draw.magnitude(0.001, 0.1), cycles));
    }

    /** The rate goes up and down in triangles, and so do loss and accuracy around their trend. */
    private static Curve triangular(Draw draw, long rows) {
        int cycles = (int) draw.whole(3, 8);
        double depth = draw.between(0.1, 0.3);
        Level trend = Level.exponential(draw.between(1, 3), draw.between(0.3, 0.6), draw.between(3, 6));
        Level training = (index, of) -> {
            double phase = RateSchedule.phase(Level.share(index, of), cycles);
            return trend.at(index, of) * (1 + depth * (1 - Math.abs(2 * phase - 1)));
        };
        return new EpochLog(rows, training, Noise.lognormal(draw, 0.01))
                .validation(training.times(draw.between(1.02, 1.2)), Noise.lognormal(draw, 0.02))
                .accuracies(draw, 0.1, draw.between(0.7, 0.9), 10_000)
                .rate(RateSchedule.triangles(draw.magnitude(0.001, 0.1), cycles));
    }

    /** Starts nearly where it ends. */
    private static Curve fineTuning(Draw draw, long rows) {
        double start = draw.between(0.3, 2);
        Level training = Level.exponential(start, start * draw.between(0.5, 0.85), draw.between(2, 6));
        Level validation = Level.exponential(start * 0.95, start * draw.between(0.8, 0.9), draw.between(4, 10));
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.01, 0.06)))
                .validation(validation, Noise.lognormal(draw, draw.between(0.01, 0.03)))
                .accuracies(draw, draw.between(0.6, 0.8), draw.between(0.85, 0.95), 2000);
    }

    /** At the loss of guessing for a few epochs, then the network finds its way. */
    private static Curve slowStart(Draw draw, long rows) {
        long classes = draw.whole(2, 20);
        long flat = Math.min(draw.whole(1, 4), rows / 8);
        Level learning = Level.learning(draw, chanceLoss(classes), chanceLoss(classes) * draw.between(0.05, 0.3));
        Level training = Level.after(flat, learning);
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.001, 0.01)))
                .validation(training.times(draw.between(0.98, 1.1)), Noise.lognormal(draw, draw.between(0.002, 0.02)))
                .accuracies(draw, 1.0 / classes, draw.between(0.8, 0.98), 5000);
    }

    /** Like double descent in small: validation rises by a few hundredths in the middle and falls again. */
    private static Curve gentleBump(Draw draw, long rows) {
        Level training = Level.exponential(2.3, draw.between(0.05, 0.3), draw.between(3, 6));
        Level fall = Level.exponential(2.3, draw.between(0.6, 1), draw.between(8, 16));
        double height = draw.between(0.01, 0.04);
        Level validation = (index, of) -> {
            double distance = (Level.share(index, of) - 0.5) / 0.12;
            return fall.at(index, of) * (1 + height * Math.exp(-distance * distance)) - 0.05 * Level.share(index, of);
        };
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.005, 0.02)))
                .validation(validation, Noise.lognormal(draw, draw.between(0.003, 0.015)))
                .accuracies(draw, 0.1, draw.between(0.8, 0.95), 10_000);
    }

    private static Curve validationOnly(Draw draw, long rows) {
        double start = draw.between(0.7, 5);
        Level level = Level.learning(draw, start, start * draw.between(0.1, 0.6));
        return new EpochLog(rows, level, Noise.lognormal(draw, 0.01))
                .validation(level, Noise.lognormal(draw, draw.between(0.01, 0.05)))
                .withoutTraining();
    }

    private static Curve trainingOnly(Draw draw, long rows) {
        double start = draw.between(0.7, 8);
        Level level = Level.learning(draw, start, start * draw.magnitude(0.02, 0.5));
        return new EpochLog(rows, level, Noise.lognormal(draw, draw.between(0.005, 0.08)));
    }

    private static Curve nowAndThen(Draw draw, long rows) {
        double start = draw.between(0.7, 5);
        Level level = Level.learning(draw, start, start * draw.between(0.05, 0.4));
        return new EpochLog(rows, level, Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .validation(level.times(draw.between(1.02, 1.3)), Noise.lognormal(draw, draw.between(0.01, 0.03)))
                .validateEvery(draw.whole(2, 10));
    }

    /** Everything is learnt early: the rest of the log stays low. */
    private static Curve converged(Draw draw, long rows) {
        Level training = Level.exponential(draw.between(0.5, 2.3), draw.magnitude(1e-5, 1e-2), draw.between(20, 80));
        Level validation = Level.exponential(draw.between(0.5, 2.3), draw.magnitude(1e-2, 0.1), draw.between(20, 80));
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.02, 0.3)))
                .validation(validation, Noise.lognormal(draw, draw.between(0.01, 0.05)))
                .accuracies(draw, 0.1, 1, 10_000);
    }

    /** Tables and clicks: most of the loss is noise of the labels, and the first epoch brings most of the rest. */
    private static Curve irreducibleError(Draw draw, long rows) {
        double start = draw.between(0.5, 0.69);
        Level training = Level.exponential(start, start * draw.between(0.65, 0.88), draw.between(4, 20));
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.001, 0.008)))
                .validation(training.times(draw.between(1, 1.03)), Noise.lognormal(draw, draw.between(0.001, 0.008)))
                .accuracies(draw, draw.between(0.55, 0.6), draw.between(0.75, 0.85), 10_000);
    }

    /** A third is learnt at once, then nothing for a while, then the rest. */
    private static Curve plateauThenDrop(Draw draw, long rows) {
        double start = draw.between(1, 5);
        double middle = start * draw.between(0.55, 0.75);
        double end = start * draw.between(0.05, 0.2);
        double drop = draw.between(0.2, 0.4);
        Level training = (index, of) -> {
            double share = Level.share(index, of);
            double early = middle + (start - middle) * Math.exp(-share * 40);
            return share < drop ? early : end + (early - end) * Math.exp(-(share - drop) * 15);
        };
        return new EpochLog(rows, training, Noise.lognormal(draw, draw.between(0.005, 0.03)))
                .validation(training.times(draw.between(1.02, 1.2)), Noise.lognormal(draw, draw.between(0.01, 0.03)));
    }
}
