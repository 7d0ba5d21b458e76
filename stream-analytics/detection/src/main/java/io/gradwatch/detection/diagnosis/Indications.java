package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.GradientCurve;
import io.gradwatch.detection.curve.InputMeaning;
import io.gradwatch.detection.curve.OptimizerFacts;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.schema.RunStarted;
import java.util.Locale;
import java.util.Map;

/**
 * Indications for and against each cause. Sane values: an update ratio near 1e-3, below 1e-4 little moves and above
 * 1e-2 much (guidance of DL4J's training page); inputs of zero mean and unit variance, or within one of [0, 1] and [-1,
 * 1] (K7); Adam with a learning rate of 3e-4 (K12). A warm-up helps early in a run only: within 500 records, own
 * choice.
 */
final class Indications {

    private static final double SMALL_UPDATE = 1e-4;
    private static final double LARGE_UPDATE = 1e-2;
    private static final double SMALL_RATE = 1e-6;
    private static final double RAISED = 1.5;
    private static final double VANISHED = 1e-6;
    private static final double WIDE_INPUT = 10;
    private static final double NARROW_INPUT = 0.01;
    private static final double FAR_FIRST_LOSS = 2;
    private static final int EARLY = 500;
    private static final double STRONG_DECAY = 0.1;
    private static final double STRONG_DROPOUT = 0.5;

    private Indications() {}

    static Indication of(Cause cause, RunCurves curves, RunStarted run) {
        return switch (cause) {
            case LEARNING_RATE_TOO_HIGH -> rateTooHigh(curves);
            case NO_WARM_UP -> warmUp(curves);
            case LEARNING_RATE_TOO_LOW -> rateTooLow(curves);
            case GRADIENTS_BLOCKED -> blocked(curves);
            case INPUT_SCALE -> input(curves, run);
            case WRONG_INPUT_TO_LOSS, WRONG_SOFTMAX_DIMENSION -> firstLoss(curves, run);
            case TOO_MUCH_REGULARIZATION -> regularization(curves, run.getHyperparameters());
            default -> OptimizerIndications.of(cause, curves, run);
        };
    }

    private static Indication rateTooHigh(RunCurves curves) {
        GradientCurve gradient = curves.gradient;
        if (gradient.lastLearningRate > RAISED * gradient.firstLearningRate
                && gradient.lastLearningRate >= gradient.highestLearningRate) {
            return Indication.pro(
                    text("it rose from %.3g to %.3g", gradient.firstLearningRate, gradient.lastLearningRate));
        }
        double ratio = curves.updateRatio.value();
        if (Double.isNaN(ratio)) {
            return Indication.unchecked("no update ratio is sent");
        }
        return ratio >= LARGE_UPDATE
                ? Indication.pro(text("an update is %.2g of the parameters, 1e-3 is usual", ratio))
                : ratio < SMALL_UPDATE
                        ? Indication.against(text("an update is only %.2g of the parameters", ratio))
                        : Indication.neutral();
    }

    private static Indication warmUp(RunCurves curves) {
        GradientCurve gradient = curves.gradient;
        if (Double.isNaN(gradient.firstLearningRate)) {
            return Indication.unchecked("no learning rate is sent");
        }
        if (gradient.highestLearningRate > RAISED * gradient.firstLearningRate) {
            return Indication.against(
                    text("the rate rose from %.3g to %.3g", gradient.firstLearningRate, gradient.highestLearningRate));
        }
        boolean early = curves.loss.count <= EARLY && !curves.loss.resumed();
        return early
                ? Indication.pro(text("it began at %.3g, its highest", gradient.firstLearningRate))
                : Indication.against("the trouble came late");
    }

    private static Indication rateTooLow(RunCurves curves) {
        double rate = curves.gradient.lastLearningRate;
        if (rate <= SMALL_RATE) {
            return Indication.pro(text("it is %.3g", rate));
        }
        double ratio = curves.updateRatio.value();
        if (Double.isNaN(ratio)) {
            return Indication.unchecked("no update ratio is sent");
        }
        return ratio <= SMALL_UPDATE
                ? Indication.pro(text("an update is only %.2g of the parameters, 1e-3 is usual", ratio))
                : ratio >= LARGE_UPDATE
                        ? Indication.against(text("an update is %.2g of the parameters", ratio))
                        : Indication.neutral();
    }

    private static Indication blocked(RunCurves curves) {
        OptimizerFacts optimizer = curves.optimizer;
        GradientCurve gradient = curves.gradient;
        if (optimizer.withoutGradient > 0) {
            return Indication.pro(text(
                    "%d of %d tensors have no gradient, such as %s",
                    optimizer.withoutGradient, optimizer.parameters, optimizer.withoutGradientNames));
        }
        if (gradient.count == 0) {
            return Indication.unchecked("no gradient norm is sent");
        }
        double norm = gradient.recent.median(GradientCurve.VALUES);
        return norm <= VANISHED ? Indication.pro(text("the gradient norm is %.3g", norm)) : Indication.neutral();
    }

    private static Indication input(RunCurves curves, RunStarted run) {
        if (Double.isNaN(curves.tensors.input)) {
            return Indication.unchecked("no statistics of the inputs are sent");
        }
        if (InputMeaning.takesAnything(run, curves.tensors.inputMinimum, curves.tensors.inputMaximum)) {
            return Indication.neutral();
        }
        double spread = curves.tensors.input;
        boolean odd = spread >= WIDE_INPUT || spread <= NARROW_INPUT;
        return odd
                ? Indication.pro(text(
                        "their standard deviation is %.3g, between %.3g and %.3g",
                        spread, curves.tensors.inputMinimum, curves.tensors.inputMaximum))
                : Indication.against("");
    }

    private static Indication firstLoss(RunCurves curves, RunStarted run) {
        Integer classes = run.getClasses();
        if (classes == null || classes < 2 || curves.loss.count == 0) {
            return Indication.unchecked("the number of classes is not declared");
        }
        double first = curves.loss.start.first[0];
        double guess = Math.log(classes);
        return first > FAR_FIRST_LOSS * guess || first < guess / FAR_FIRST_LOSS
                ? Indication.pro(
                        text("the first loss is %.3g, a guess among %d classes has %.3g", first, classes, guess))
                : Indication.neutral();
    }

    private static Indication regularization(RunCurves curves, Map<String, String> hyperparameters) {
        if (curves.optimizer.weightDecay >= STRONG_DECAY) {
            String declared = hyperparameters.getOrDefault("weight_decay", "");
            return Indication.pro(text("the optimizer's weight decay is %.3g", curves.optimizer.weightDecay)
                    + (declared.isEmpty() ? "" : ", " + declared + " is declared"));
        }
        for (Map.Entry<String, String> entry : hyperparameters.entrySet()) {
            String name = entry.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
            boolean decay = name.equals("weightdecay") || name.equals("l2");
            if (strong(entry.getValue(), decay ? STRONG_DECAY : name.equals("dropout") ? STRONG_DROPOUT : Double.NaN)) {
                return Indication.pro(entry.getKey() + " is " + entry.getValue());
            }
        }
        return hyperparameters.isEmpty()
                ? Indication.unchecked("no hyper-parameters are declared")
                : Indication.neutral();
    }

    private static boolean strong(String value, double bound) {
        try {
            return Double.parseDouble(value) >= bound;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
