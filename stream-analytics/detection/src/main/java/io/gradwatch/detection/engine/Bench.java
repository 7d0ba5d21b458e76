package io.gradwatch.detection.engine;

import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.sketch.Features;
import io.gradwatch.detection.sketch.RunSketch;

/** The judges, with the bars that a share of false alarms asks for. Immutable. */
final class Bench {

    private static final JudgeFamily[] FAMILIES = JudgeFamily.values();

    private final Judges judges;
    private final double[] bars = new double[FAMILIES.length];

    /** @param falseAlarmRate share of the healthy runs on which the judges may ever alarm, 0 to 1 */
    Bench(Judges judges, double falseAlarmRate) {
        this.judges = judges;
        for (JudgeFamily family : FAMILIES) {
            bars[family.ordinal()] = judges.bars().of(family, falseAlarmRate);
        }
    }

    /** Lets the judges look at a run, where it is time to. */
    void look(RunState state) {
        RunSketch sketch = state.curves.sketch;
        Judgement judgement = state.judgement;
        judgement.fresh = sketch.due;
        if (!sketch.due) {
            return;
        }
        float[] inputs = Judges.inputs();
        Features.of(sketch, inputs);
        judges.look(inputs, judgement);
        for (JudgeFamily family : FAMILIES) {
            judgement.probabilities[family.ordinal()] = judges.probability(family, judgement);
            judgement.bars[family.ordinal()] = bars[family.ordinal()];
        }
    }
}
