package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.curve.OptimizerFacts;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.schema.RunStarted;
import java.util.Locale;

/** Reasons that a watcher saw in the optimizer and in batches. */
final class OptimizerIndications {

    private static final double BITES = 30;
    private static final int FEW_EXAMPLES = 4;

    private OptimizerIndications() {}

    static Indication of(Cause cause, RunCurves curves, RunStarted run) {
        OptimizerFacts facts = curves.optimizer;
        return switch (cause) {
            case FLIPPED_SIGN -> sign(curves, run);
            case GRADIENTS_KEPT ->
                pro(
                        facts.keptInRow > 0,
                        "at the last %d samples those of the step before were still there",
                        facts.keptInRow);
            case MISSING_PARAMETERS ->
                pro(
                        facts.missing > 0,
                        "%d of %d tensors are in no optimizer and do not move, such as %s",
                        facts.missing,
                        facts.parameters,
                        facts.missingNames);
            case CLIPPED_AWAY ->
                pro(
                        facts.clipped.value() >= BITES,
                        "their norm is %.3g times the %.3g to which they are clipped",
                        facts.clipped.value(),
                        facts.clipNorm);
            case SHAPES_BROADCAST -> pro(facts.broadcast, "it is taken over more elements than either has");
            case SORTED_DATA ->
                pro(
                        2 * facts.ofOneClass > facts.labelled && facts.topChanges > 0,
                        "%d of %d batches were nearly all of one class",
                        facts.ofOneClass,
                        facts.labelled);
            case BATCH_TOO_SMALL ->
                pro(facts.batchSize > 0 && facts.batchSize <= FEW_EXAMPLES, "a batch has %d examples", facts.batchSize);
            case STEPS_SKIPPED ->
                pro(
                        curves.tensors.skippedInRow > 0,
                        "at the last %d samples there were gradients and no update",
                        curves.tensors.skippedInRow);
            case CORRUPT_DATA ->
                pro(
                        curves.tensors.constantInputs > 0 && !curves.tensors.severalInputs,
                        "all elements of an input are the same");
            case INITIALISATION ->
                pro(
                        curves.tensors.firstAlike > 0,
                        "%.0f %% of the weight tensors were all alike at first",
                        100 * curves.tensors.firstAlike);
            default -> Indication.unchecked("");
        };
    }

    private static Indication sign(RunCurves curves, RunStarted run) {
        if (!LossMeaning.isError(run)) {
            return Indication.unchecked("");
        }
        if (curves.optimizer.turned()) {
            return pro(true, "the optimizer gets the reverse of the gradients that were computed");
        }
        if (curves.uphill()) {
            return pro(true, "its steps go uphill, along the gradient");
        }
        return curves.loss.last < 0 && LossMinimum.isZero(run)
                ? pro(true, "the loss is %.3g, and one of its kind cannot be below zero", curves.loss.last)
                : curves.optimizer.agreement.median(OptimizerFacts.RECENT) > 0 && curves.optimizer.downhill
                        ? Indication.against("gradients arrive as they were computed, and steps go downhill")
                        : Indication.unchecked("");
    }

    private static Indication pro(boolean holds, String format, Object... values) {
        return holds ? Indication.pro(String.format(Locale.ROOT, format, values)) : Indication.unchecked("");
    }
}
