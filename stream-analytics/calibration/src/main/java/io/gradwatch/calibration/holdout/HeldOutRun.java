package io.gradwatch.calibration.holdout;

import io.gradwatch.calibration.corpus.Example;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.calibration.training.FittedTrees;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.detection.judge.Rise;
import java.util.List;

/**
 * Judgement of a run by judges that have not seen its source.
 *
 * @param run the run and its label
 * @param fold that it was held out with
 * @param margins by look, log odds of a fault, smoothed as the engine smooths them; the last one with the last word
 * @param families by look, what a fault would be named
 * @param nonFinite place of the first look at which a rule tells that a value is not finite; as many as there are looks
 *     where there is none
 */
public record HeldOutRun(ExampleRun run, int fold, float[] margins, JudgeFamily[] families, int nonFinite) {

    static HeldOutRun of(ExampleRun run, int fold, FittedTrees trees) {
        List<Example> examples = run.examples();
        float[] margins = new float[examples.size()];
        JudgeFamily[] families = new JudgeFamily[examples.size()];
        Judgement judgement = new Judgement();
        int nonFinite = examples.size();
        for (int look = 0; look < margins.length; look++) {
            Example example = examples.get(look);
            nonFinite = example.nonFinite() ? Math.min(nonFinite, look) : nonFinite;
            judgement.take(trees.fault().margin(example.features()));
            trees.names().forEach((family, names) -> judgement.take(family, names.margin(example.features())));
            judgement.rises = Rise.isIn(example.features());
            margins[look] = (float) judgement.margin;
            families[look] = judgement.likeliest();
        }
        margins[margins.length - 1] += (float) Judgement.lastWord(margins.length);
        return new HeldOutRun(run, fold, margins, families, nonFinite);
    }
}
