package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.GradientCurve;
import io.gradwatch.detection.curve.InputMeaning;
import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.curve.OptimizerFacts;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.curve.TensorFacts;
import io.gradwatch.detection.stats.Asinh;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.fault.AlertClass;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Number that tells causes apart. NaN where the stream does not tell it. Ratios are on the natural logarithm, shares
 * from 0 to 1, counts as they are, and what is true or false is 1 or 0.
 */
enum Clue {
    NAN(case_ -> case_.is(AlertClass.NAN)),
    EXPLODING(case_ -> case_.is(AlertClass.EXPLODING)),
    DIVERGING(case_ -> case_.is(AlertClass.DIVERGING)),
    SPIKE(case_ -> case_.is(AlertClass.LOSS_SPIKE)),
    OSCILLATING(case_ -> case_.is(AlertClass.OSCILLATING)),
    PLATEAU(case_ -> case_.is(AlertClass.PLATEAU)),
    STALLED(case_ -> case_.is(AlertClass.STALLED)),
    VANISHING(case_ -> case_.is(AlertClass.VANISHING)),
    UNDERFITTING(case_ -> case_.is(AlertClass.UNDERFITTING)),
    OVERFITTING(case_ -> case_.is(AlertClass.OVERFITTING)),
    GROKKING(case_ -> case_.is(AlertClass.GROKKING)),

    RATE_OVER_FIRST(case_ -> log(case_.gradient.lastLearningRate / case_.gradient.firstLearningRate)),
    RATE_OVER_HIGHEST(case_ -> log(case_.gradient.lastLearningRate / case_.gradient.highestLearningRate)),
    RATE_HIGHEST_OVER_FIRST(case_ -> log(case_.gradient.highestLearningRate / case_.gradient.firstLearningRate)),
    RATE_OVER_DECLARED(case_ -> log(case_.gradient.lastLearningRate / case_.declared("lr", "learningrate"))),
    HIGHEST_OVER_DECLARED(case_ -> log(case_.gradient.highestLearningRate / case_.declared("lr", "learningrate"))),
    RATE_ZERO(case_ -> case_.known(case_.gradient.lastLearningRate, case_.gradient.lastLearningRate == 0)),
    RATE_JUMP(case_ -> case_.known(case_.gradient.lastLearningRate, log(case_.curves.optimizer.rateJump))),
    RATE_RISES(case_ -> case_.known(case_.gradient.lastLearningRate, case_.curves.optimizer.rateRises)),

    UPDATE_RATIO(case_ -> log(case_.curves.updateRatio.value())),
    UPDATE_RATIO_GROWTH(
            case_ -> log(case_.curves.updateRatio.value() / case_.curves.optimizer.firstUpdateRatio.value())),
    FIRST_UPDATE_RATIO(case_ -> log(case_.curves.optimizer.firstUpdateRatio.value())),
    ZERO_UPDATES(case_ -> case_.curves.tensors.zeroUpdates),
    SKIPPED(case_ -> case_.known(case_.curves.tensors.zeroUpdates, case_.curves.tensors.skipped)),
    SKIPPED_IN_ROW(case_ -> case_.known(case_.curves.tensors.zeroUpdates, case_.curves.tensors.skippedInRow)),

    GRADIENT(case_ -> log(case_.gradientNow())),
    GRADIENT_GROWTH(case_ -> log(case_.gradientNow() / case_.gradient.first.value())),
    PARAMETER_GROWTH(case_ -> log(case_.curves.optimizer.parameterNorm / case_.curves.optimizer.firstParameterNorm)),

    KEPT(case_ -> case_.kept()),
    AGREEMENT(case_ -> case_.cosine(case_.curves.optimizer.agreement)),
    ASCENT(case_ -> case_.cosine(case_.curves.optimizer.ascent)),
    UPHILL_PROVEN(case_ -> case_.known(case_.cosine(case_.curves.optimizer.ascent), case_.curves.uphill())),
    MISSING(case_ -> case_.share(case_.curves.optimizer.missing)),
    WITHOUT_GRADIENT(case_ -> case_.share(case_.curves.optimizer.withoutGradient)),
    CLIPPED(case_ -> log(case_.curves.optimizer.clipped.value())),
    SGD(case_ -> case_.sgd()),
    CLIP_NORM(case_ -> log(case_.curves.optimizer.clipNorm)),

    DECAY(case_ -> case_.decay()),
    DECAY_OF_STEP(case_ -> log(case_.decay() * case_.rate())),
    DECAY_OVER_DECLARED(
            case_ -> log((case_.curves.optimizer.weightDecay + 1e-6) / (case_.declared("weightdecay", "l2") + 1e-6))),
    DROPOUT(case_ -> case_.declared("dropout", "dropout")),
    BATCH_SIZE(case_ -> log(case_.batchSize())),
    LABELS_ALIKE(case_ -> case_.curves.optimizer.topShare),
    LABELS_OF_ONE_CLASS(case_ -> case_.ofOneClass()),
    BROADCAST(case_ -> case_.known(case_.curves.tensors.views > 0, case_.curves.optimizer.broadcast)),
    BROADCAST_PROVEN(case_ -> case_.known(case_.curves.tensors.views > 0, case_.curves.optimizer.broadcastCertain)),

    INPUT(case_ -> case_.known(case_.hasScale(), log(case_.curves.tensors.input))),
    INPUT_CONSTANT(case_ -> case_.constantInput()),
    INPUT_CHANGE(
            case_ -> case_.known(case_.hasScale(), log(case_.curves.tensors.input / case_.curves.tensors.firstInput))),
    FIRST_WEIGHT(case_ -> log(case_.curves.tensors.firstWeight)),
    FIRST_ALIKE(case_ -> case_.curves.tensors.firstAlike),
    ALIKE(case_ -> case_.curves.tensors.alike),
    DEAD(case_ -> case_.curves.tensors.dead),
    DEAD_GROWTH(case_ -> case_.curves.tensors.dead - case_.curves.tensors.firstDead),
    SATURATED(case_ -> case_.curves.tensors.saturated),
    SATURATED_AT_FIRST(case_ -> case_.curves.tensors.firstSaturated),
    FLATTEST(case_ -> log(case_.curves.tensors.flattest)),
    WIDEST(case_ -> log(case_.curves.tensors.widest)),
    WIDEST_AT_FIRST(case_ -> log(case_.curves.tensors.firstWidest)),
    ZERO_GRADIENTS(case_ -> case_.curves.tensors.zeroGradients),
    GRADIENT_RATIO(case_ -> log(case_.curves.tensors.gradientRatio)),
    FIRST_GRADIENT_RATIO(case_ -> log(case_.curves.tensors.firstGradientRatio)),
    OUTPUT(case_ -> log(case_.curves.tensors.output)),
    OUTPUT_CHANGE(case_ -> log(case_.curves.tensors.output / case_.curves.tensors.firstOutput)),
    NON_FINITE_INPUT(case_ -> case_.known(case_.curves.tensors.views > 0, case_.curves.tensors.nonFiniteInput)),

    FIRST_LOSS_OVER_GUESS(case_ -> log(case_.loss.start.first[0] / case_.guess())),
    LOSS_OVER_GUESS(case_ -> log(case_.loss.last / case_.guess())),
    LOSS_OVER_FIRST(case_ -> Asinh.of(case_.loss.last / case_.loss.start.first[0])),
    LOSS_OVER_BEST(case_ -> case_.overBest()),
    BEST_OVER_FIRST(case_ -> Asinh.of(case_.loss.bestBlock / case_.loss.start.first[0])),
    EARLY_BLOW(case_ -> log(case_.earlyBlow())),
    NEGATIVE(case_ -> case_.known(case_.loss.count > 0, case_.loss.last < 0)),
    NEGATIVE_PROVEN(case_ -> case_.belowMinimum()),
    NOISE(case_ -> log(case_.loss.noise())),
    RISES(case_ -> case_.loss.rises),
    EXCURSIONS(case_ -> (double) case_.loss.excursions),
    EXCURSION_SHARE(case_ -> (double) case_.loss.excursions / case_.loss.count),
    LAST_EXCURSION(case_ -> case_.loss.excursion),
    EQUAL(case_ -> case_.loss.equal),
    LENGTH(case_ -> log(case_.loss.count)),
    ONSET(case_ -> (double) case_.onset / Math.max(1, case_.loss.lastStep)),
    ONSET_EARLY(case_ -> case_.onset <= case_.loss.firstStep + 1 ? 1 : 0),
    TENSORS_SEEN(case_ -> case_.curves.tensors.views > 0 ? 1 : 0);

    private final ToDoubleFunction<Case> of;

    Clue(ToDoubleFunction<Case> of) {
        this.of = of;
    }

    double of(Case case_) {
        return of.applyAsDouble(case_);
    }

    private static double log(double value) {
        return value > 0 ? Math.log(value) : value == 0 ? -50 : Double.NaN;
    }

    /** An alert and the run that it is about. */
    static final class Case {

        /** As many as the detector of input scales takes. */
        private static final int SURE_VIEWS = 3;

        private final String alertClass;
        private final long onset;
        private final RunCurves curves;
        private final LossCurve loss;
        private final GradientCurve gradient;
        private final RunStarted run;

        Case(String alertClass, long onset, RunCurves curves, RunStarted run) {
            this.alertClass = alertClass;
            this.onset = onset;
            this.curves = curves;
            this.loss = curves.loss;
            this.gradient = curves.gradient;
            this.run = run;
        }

        private double is(AlertClass expected) {
            return alertClass.equals(expected.label()) ? 1 : 0;
        }

        private double known(double witness, double value) {
            return Double.isNaN(witness) ? Double.NaN : value;
        }

        private double known(double witness, boolean value) {
            return known(witness, value ? 1 : 0);
        }

        private double known(boolean witness, double value) {
            return witness ? value : Double.NaN;
        }

        private double known(boolean witness, boolean value) {
            return known(witness, value ? 1 : 0);
        }

        /** Samples in a row; unknown where there are too few of them to be sure. */
        private double kept() {
            int inRow = curves.optimizer.keptInRow;
            boolean sure = inRow == 0 || inRow >= OptimizerFacts.RECENT;
            return known(curves.optimizer.parameters > 0 && sure, inRow);
        }

        /** Median; unknown of few values, and where a higher loss may be a better model. */
        private double cosine(Ring values) {
            boolean sure = values.size() >= OptimizerFacts.RECENT && LossMeaning.isError(run);
            return known(sure, values.median(OptimizerFacts.RECENT));
        }

        private double share(int part) {
            return curves.optimizer.parameters == 0 ? Double.NaN : (double) part / curves.optimizer.parameters;
        }

        /** True where the scale of the input matters; ids of tokens have none. */
        private boolean hasScale() {
            return !InputMeaning.takesAnything(run, curves.tensors.inputMinimum, curves.tensors.inputMaximum);
        }

        /** Unknown of several inputs, such as a mask, and of too few views to be sure. */
        private double constantInput() {
            TensorFacts tensors = curves.tensors;
            boolean sure = tensors.constantInputs == 0 || tensors.constantInputs >= SURE_VIEWS;
            return known(
                    !Double.isNaN(tensors.input) && !tensors.severalInputs && hasScale() && sure,
                    tensors.constantInputs > 0);
        }

        /** True where the declared optimizer takes steps as large as its gradients. */
        private double sgd() {
            for (Map.Entry<String, String> entry : run.getHyperparameters().entrySet()) {
                if (entry.getKey().toLowerCase(Locale.ROOT).startsWith("optim")) {
                    return entry.getValue().toLowerCase(Locale.ROOT).contains("sgd") ? 1 : 0;
                }
            }
            return Double.NaN;
        }

        /** Weight decay as the optimizer has it, else as it is declared. */
        private double decay() {
            double real = curves.optimizer.weightDecay;
            return Double.isNaN(real) ? declared("weightdecay", "l2") : real;
        }

        private double rate() {
            double real = gradient.lastLearningRate;
            return Double.isNaN(real) ? declared("lr", "learningrate") : real;
        }

        private double gradientNow() {
            return gradient.count == 0 ? Double.NaN : gradient.recent.median(3);
        }

        private double batchSize() {
            return curves.optimizer.batchSize > 0 ? curves.optimizer.batchSize : declared("batch", "batchsize");
        }

        /** Share of the batches; unknown while it is always the same class, as where classes are out of balance. */
        private double ofOneClass() {
            double share = (double) curves.optimizer.ofOneClass / curves.optimizer.labelled;
            return share > 0 && curves.optimizer.topChanges == 0 ? Double.NaN : share;
        }

        private double guess() {
            Integer classes = run.getClasses();
            return classes == null || classes < 2 || loss.count == 0 ? Double.NaN : Math.log(classes);
        }

        private double overBest() {
            return Double.isInfinite(loss.bestBlock) || Double.isNaN(loss.start.level)
                    ? Double.NaN
                    : loss.scaled(loss.last) - loss.scaled(loss.bestBlock);
        }

        private double earlyBlow() {
            double highest = 0;
            for (int i = 1; i < loss.start.count; i++) {
                highest = Math.max(highest, loss.start.first[i]);
            }
            return loss.start.count < 2 ? Double.NaN : highest / loss.start.first[0];
        }

        private double belowMinimum() {
            return loss.count == 0 || !LossMinimum.isZero(run) || !LossMeaning.isError(run)
                    ? Double.NaN
                    : loss.last < 0 ? 1 : 0;
        }

        private double declared(String first, String second) {
            for (Map.Entry<String, String> entry : run.getHyperparameters().entrySet()) {
                String name = entry.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
                if (name.equals(first) || name.equals(second)) {
                    try {
                        return Double.parseDouble(entry.getValue());
                    } catch (NumberFormatException e) {
                        return Double.NaN;
                    }
                }
            }
            return Double.NaN;
        }
    }
}
