package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.corpus.Example;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judgement;
import java.util.List;

/**
 * What judges that have not seen its source say of a run.
 *
 * @param run the run and its label
 * @param fold that it was held out with
 * @param margins by look and family, smoothed as the engine smooths them
 * @param nonFinite place of the first look at which a rule tells that a value is not finite; as many as there are looks
 *     where there is none
 */
public record HeldOutRun(ExampleRun run, int fold, float[][] margins, int nonFinite) {

    private static final JudgeFamily[] FAMILIES = JudgeFamily.values();

    static HeldOutRun of(ExampleRun run, int fold, FittedTrees trees) {
        List<Example> examples = run.examples();
        float[][] margins = new float[examples.size()][FAMILIES.length];
        Judgement judgement = new Judgement();
        int nonFinite = examples.size();
        for (int look = 0; look < margins.length; look++) {
            Example example = examples.get(look);
            nonFinite = example.nonFinite() ? Math.min(nonFinite, look) : nonFinite;
            for (JudgeFamily family : FAMILIES) {
                judgement.take(family, trees.margin(family, example.features()));
                margins[look][family.ordinal()] = (float) judgement.margin(family);
            }
        }
        return new HeldOutRun(run, fold, margins, nonFinite);
    }
}
