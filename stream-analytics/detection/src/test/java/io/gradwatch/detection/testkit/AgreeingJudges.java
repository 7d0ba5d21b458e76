package io.gradwatch.detection.testkit;

import io.gradwatch.detection.judge.Bars;
import io.gradwatch.detection.judge.Judge;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.judge.TreeModel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Judges that believe every witness, for tests of what witnesses say. */
final class AgreeingJudges {

    private AgreeingJudges() {}

    static Judges of() {
        TreeModel empty = new TreeModel.Builder().build();
        Map<JudgeFamily, Judge> judges = new EnumMap<>(JudgeFamily.class);
        for (JudgeFamily family : JudgeFamily.values()) {
            judges.put(family, new Judge(empty, 1, 0, List.of()));
        }
        List<Double> low = Collections.nCopies(JudgeFamily.values().length, 1e-9);
        return new Judges(judges, new Bars(List.of(new Bars.Row(1, low))));
    }
}
