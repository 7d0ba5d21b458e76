package io.gradwatch.detection.engine;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.sketch.Features;
import io.gradwatch.detection.sketch.RunSketch;

/** The judges, with the bar that a share of false alarms asks for. Immutable. */
final class JudgePanel {

    private final Judges judges;
    private final double bar;

    /** @param falseAlarmRate share of the healthy runs on which the judges may ever alarm, 0 to 1 */
    JudgePanel(Judges judges, double falseAlarmRate) {
        this.judges = judges;
        bar = judges.bars().of(falseAlarmRate);
    }

    /**
     * Lets the judges look at a run, where it is time to.
     *
     * @return true where they looked
     */
    boolean look(DetectionState state) {
        RunSketch sketch = state.curves.sketch;
        Judgement judgement = state.judgement;
        if (!sketch.due) {
            return false;
        }
        float[] inputs = Judges.inputs();
        Features.of(sketch, inputs);
        judges.look(inputs, judgement);
        judgement.bar = bar;
        judgement.looks++;
        return true;
    }
}
